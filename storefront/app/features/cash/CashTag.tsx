import { useTranslations } from "use-intl";
import type { CashLine } from "./data.server";

const LOOKS = {
  open: { tone: "", sign: "○" },
  handed: { tone: "warn", sign: "…" },
  paid: { tone: "good", sign: "✓" },
  carried: { tone: "", sign: "→" },
} as const;

/** Where a household's cash is, by word, sign and colour. */
export function CashTag({ state }: { state: CashLine["state"] }) {
  const t = useTranslations("cash.states");
  const { tone, sign } = LOOKS[state];
  return (
    <span className={`tag ${tone}`}>
      <span aria-hidden="true">{sign}</span>
      {t(state)}
    </span>
  );
}
