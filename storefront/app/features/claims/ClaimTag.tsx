import { useTranslations } from "use-intl";
import type { ClaimItem } from "./data.server";
import { Tag, type Look } from "../ui/Tag";

const LOOK: Record<ClaimItem["state"], Look> = {
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
  return <Tag look={LOOK[state]}>{t(state)}</Tag>;
}
