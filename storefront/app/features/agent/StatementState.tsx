import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";
import { Tag, type Look } from "../ui/Tag";

interface Stated {
  state: "waits" | "sent" | "paid" | "freed";
  because: string | null;
  bank_words: { en: string; zh: string } | null;
}

const LOOKS: Record<Stated["state"], Look> = {
  waits: { sign: "…", tone: "" },
  sent: { sign: "→", tone: "" },
  paid: { sign: "✓", tone: "good" },
  freed: { sign: "!", tone: "warn" },
};

const BECAUSE = [
  "payout_rejected",
  "payout_returned",
  "no_account",
  "account_on_hold",
  "account_not_valid",
  "account_refused",
  "bank_asks",
] as const;

/** Where a statement of commission is, and why it was not paid. */
export function StatementState({ of: { state, because, bank_words } }: { of: Stated }) {
  const t = useTranslations("agent");
  const path = usePath();
  const known = BECAUSE.find((one) => one === because) ?? "other";
  return (
    <>
      <Tag look={LOOKS[state]}>{t(`states.${state}`)}</Tag>{" "}
      {state === "freed" ? `${t(`because.${known}`)} ${bank_words?.[path] ?? ""}` : null}
    </>
  );
}
