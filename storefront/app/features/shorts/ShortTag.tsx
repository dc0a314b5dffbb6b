import { useTranslations } from "use-intl";
import type { ShortItem } from "./data.server";

const LOOK: Record<ShortItem["state"], { sign: string; tone: string }> = {
  entered: { sign: "!", tone: "bad" },
  waiting_for_buyer: { sign: "?", tone: "warn" },
  previewed: { sign: "○", tone: "warn" },
  applying: { sign: "…", tone: "warn" },
  applied: { sign: "✓", tone: "good" },
  undoing: { sign: "…", tone: "warn" },
  dropped: { sign: "×", tone: "" },
  undone: { sign: "↩", tone: "" },
  closed: { sign: "✓", tone: "good" },
};

/** A short's state by word, sign and colour. */
export function ShortTag({ state }: { state: ShortItem["state"] }) {
  const t = useTranslations("shorts.states");
  const { sign, tone } = LOOK[state];
  return (
    <span className={`tag ${tone}`}>
      <span aria-hidden="true">{sign}</span>
      {t(state)}
    </span>
  );
}
