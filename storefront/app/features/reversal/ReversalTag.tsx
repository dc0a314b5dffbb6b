import { useTranslations } from "use-intl";
import { Tag, type Look } from "../ui/Tag";
import type { Reversal } from "./data.server";

const LOOKS: Record<Reversal["state"], Look> = {
  proposed: { sign: "…", tone: "warn" },
  dropped: { sign: "×", tone: "" },
  intended: { sign: "→", tone: "warn" },
  unknown: { sign: "?", tone: "warn" },
  created: { sign: "↩", tone: "good" },
  failed: { sign: "!", tone: "bad" },
};

export function ReversalTag({ state }: { state: Reversal["state"] }) {
  const t = useTranslations("reversals.states");
  return <Tag look={LOOKS[state]}>{t(state)}</Tag>;
}
