import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";

const PAGES = ["trial-balance", "ledger-codes", "money-reads"] as const;

/** The pages of the books, beside each other. */
export function BooksNav({ here }: { here: (typeof PAGES)[number] }) {
  const t = useTranslations("accounting.pages");
  const path = usePath();
  return (
    <nav aria-label={t("nav")} className="ledger-nav">
      <a href={`/${path}/desk/settlement`}>{t("settlement")}</a>
      {PAGES.map((page) => (
        <a key={page} href={`/${path}/desk/${page}`} aria-current={page === here ? "page" : undefined}>
          {t(page)}
        </a>
      ))}
    </nav>
  );
}
