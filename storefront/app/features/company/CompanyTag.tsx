import { useTranslations } from "use-intl";
import { Tag, type Look } from "../ui/Tag";
import type { State } from "./words";

const LOOKS: Record<State, Look> = {
  registered: { sign: "…", tone: "" },
  documents_asked: { sign: "!", tone: "warn" },
  approved: { sign: "✓", tone: "good" },
  refused: { sign: "✗", tone: "bad" },
  suspended: { sign: "!", tone: "warn" },
  closed: { sign: "–", tone: "" },
};

export function CompanyTag({ state }: { state: State }) {
  const t = useTranslations("company.states");
  return <Tag look={LOOKS[state]}>{t(state)}</Tag>;
}
