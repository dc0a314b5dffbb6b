import { useTranslations } from "use-intl";
import type { ShortItem } from "./data.server";
import { Tag, type Look } from "../ui/Tag";

const LOOK: Record<ShortItem["state"], Look> = {
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
  return <Tag look={LOOK[state]}>{t(state)}</Tag>;
}
