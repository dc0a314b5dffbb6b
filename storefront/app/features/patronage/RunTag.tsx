import { useTranslations } from "use-intl";
import { Tag, type Look } from "../ui/Tag";
import type { Run } from "./data.server";

const LOOKS: Record<Run["state"], Look> = {
  proposed: { sign: "…", tone: "warn" },
  posted: { sign: "✓", tone: "good" },
  dropped: { sign: "×", tone: "" },
  reversed: { sign: "↩", tone: "" },
};

export function RunTag({ state }: { state: Run["state"] }) {
  const t = useTranslations("patronage.states");
  return <Tag look={LOOKS[state]}>{t(state)}</Tag>;
}
