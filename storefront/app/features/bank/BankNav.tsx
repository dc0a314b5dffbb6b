import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";

const PAGES = [
  "settlement",
  "transfers",
  "receivables",
  "commissions",
  "bank-answers",
  "bank-open-items",
  "bank-sheet",
  "clawbacks",
  "disputes",
  "reversals",
] as const;

/** What is done with the bank, beside the settlement itself. */
export function BankNav({ here }: { here?: (typeof PAGES)[number] }) {
  const t = useTranslations("bank.pages");
  const path = usePath();
  return (
    <nav aria-label={t("nav")} className="ledger-nav">
      {PAGES.map((page) => (
        <a key={page} href={`/${path}/desk/${page}`} aria-current={page === here ? "page" : undefined}>
          {t(page)}
        </a>
      ))}
    </nav>
  );
}
