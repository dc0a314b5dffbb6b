import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";

const PAGES = ["adjustments", "stocktakes", "holds", "forecasts", "returned-goods", "stock-rules"] as const;

/** What is done with stock besides weighing and selling it. */
export function LedgerNav({ here }: { here?: (typeof PAGES)[number] }) {
  const t = useTranslations("ledger");
  const path = usePath();
  return (
    <nav aria-label={t("nav")} className="ledger-nav">
      <a href={`/${path}/desk/pools`}>{t("pages.pools")}</a>
      {PAGES.map((page) => (
        <a key={page} href={`/${path}/desk/${page}`} aria-current={page === here ? "page" : undefined}>
          {t(`pages.${page}`)}
        </a>
      ))}
    </nav>
  );
}
