import { useTranslations } from "use-intl";
import type { BANK_STATES } from "./data.server";

export type BankState = (typeof BANK_STATES)[number];

const LOOK: Readonly<Record<BankState, { tone: string; sign: string }>> = {
  sent: { tone: "", sign: "○" },
  accepted: { tone: "", sign: "…" },
  paid: { tone: "good", sign: "✓" },
  rejected: { tone: "bad", sign: "!" },
  returned: { tone: "warn", sign: "↩" },
};

/** Where a payout stands with the bank: word, sign and colour. */
export function BankTag({ state }: { state: BankState }) {
  const t = useTranslations("bank.states");
  const { tone, sign } = LOOK[state];
  return (
    <span className={`tag ${tone}`}>
      <span aria-hidden="true">{sign}</span>
      {t(state)}
    </span>
  );
}
