import { useTranslations } from "use-intl";

/** Earlier and later pages of a list that is typed in, as buttons of its form: what was typed on this page goes along. `name`: of the buttons. */
export function Turn({ name, page, pages }: { name: string; page: number; pages: number }) {
  const t = useTranslations("quick");
  if (pages < 2) return null;
  return (
    <div className="row between">
      {page > 1 ? (
        <button className="button second" name={name} value={`page:${page - 1}`}>
          {t("earlier")}
        </button>
      ) : (
        <span />
      )}
      <span>{t("page", { page, pages })}</span>
      {page < pages ? (
        <button className="button second" name={name} value={`page:${page + 1}`}>
          {t("later")}
        </button>
      ) : (
        <span />
      )}
    </div>
  );
}
