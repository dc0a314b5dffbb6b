import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";

/** The field that stands in the head of every store page, and where somebody came to a page that is not there. A plain form. */
export function SearchForm({ q, id = "q" }: { q?: string | undefined; id?: string }) {
  const t = useTranslations("search");
  const path = usePath();
  return (
    <form className="search" role="search" action={`/${path}/search`}>
      <label htmlFor={id} className="visually-hidden">
        {t("label")}
      </label>
      <input
        id={id}
        name="q"
        type="search"
        defaultValue={q}
        placeholder={t("placeholder")}
        maxLength={80}
        autoComplete="off"
        enterKeyHint="search"
      />
      <button type="submit">{t("go")}</button>
    </form>
  );
}
