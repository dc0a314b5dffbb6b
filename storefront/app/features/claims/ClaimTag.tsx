import { useTranslations } from "use-intl";
import type { ClaimItem } from "./data.server";

const LOOK: Record<ClaimItem["state"], { sign: string; tone: string }> = {
  opened: { sign: "!", tone: "bad" },
  decided: { sign: "…", tone: "warn" },
  done: { sign: "○", tone: "warn" },
  withdrawing: { sign: "…", tone: "warn" },
  dropped: { sign: "×", tone: "" },
  closed: { sign: "✓", tone: "good" },
};

/** A claim's state by word, sign and colour. */
export function ClaimTag({ state }: { state: ClaimItem["state"] }) {
  const t = useTranslations("claims.states");
  const { sign, tone } = LOOK[state];
  return (
    <span className={`tag ${tone}`}>
      <span aria-hidden="true">{sign}</span>
      {t(state)}
    </span>
  );
}
