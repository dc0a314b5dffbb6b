import { useTranslations } from "use-intl";

/** Earlier and later pages of a list, as links. */
export function Pages({ page, pages, to }: { page: number; pages: number; to: (page: number) => string }) {
  const t = useTranslations("find");
  if (pages < 2) return null;
  return (
    <nav className="row between" aria-label={t("pages")}>
      {page > 1 ? (
        <a className="button second" rel="prev" href={to(page - 1)}>
          {t("earlier")}
        </a>
      ) : (
        <span />
      )}
      <span>{t("page", { page, pages })}</span>
      {page < pages ? (
        <a className="button second" rel="next" href={to(page + 1)}>
          {t("later")}
        </a>
      ) : (
        <span />
      )}
    </nav>
  );
}
