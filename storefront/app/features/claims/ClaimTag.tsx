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

/** A claim's state by word, sign and colour; one that was not agreed to says so. */
export function ClaimTag({ claim }: { claim: Pick<ClaimItem, "state"> & Partial<Pick<ClaimItem, "drop_reason">> }) {
  const t = useTranslations("claims.states");
  return <Tag look={LOOK[claim.state]}>{t(claim.drop_reason === "refused" ? "refused" : claim.state)}</Tag>;
}
