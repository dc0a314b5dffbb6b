import { useTranslations } from "use-intl";
import { Tag, type Look } from "../ui/Tag";
import type { CashLine } from "./data.server";

const LOOKS = {
  open: { tone: "", sign: "○" },
  handed: { tone: "warn", sign: "…" },
  paid: { tone: "good", sign: "✓" },
  carried: { tone: "", sign: "→" },
} as const satisfies Record<CashLine["state"], Look>;

/** Where a household's cash is, by word, sign and colour. */
export function CashTag({ state }: { state: CashLine["state"] }) {
  const t = useTranslations("cash.states");
  return <Tag look={LOOKS[state]}>{t(state)}</Tag>;
}
