import { useTranslations } from "use-intl";
import { Pages } from "../find/Pages";

/** Goods to write into a new agreement: those of one page, or those that were looked for. */
export function GoodsSearch({ here, q, page, pages }: { here: string; q: string; page: number; pages: number }) {
  const t = useTranslations("quote");
  return (
    <>
      <form className="row" action={here}>
        <label htmlFor="find">{t("find")}</label>
        <input id="find" name="q" type="search" defaultValue={q} maxLength={80} />
        <button className="button second">{t("findGo")}</button>
        {q === "" ? null : <a href={here}>{t("allProducts")}</a>}
      </form>
      {pages > 1 ? <p className="muted">{t("onePage")}</p> : null}
      <Pages
        page={page}
        pages={pages}
        to={(to) => `${here}?${new URLSearchParams({ ...(q === "" ? {} : { q }), page: String(to) }).toString()}`}
      />
    </>
  );
}
