import { useTranslations } from "use-intl";
import { usePath } from "../../lib/path";
import { Pages } from "../find/Pages";
import type { offered } from "../wholesale/offered.server";

/** One pack of one product stands for all that are alike. `brought`: what goes along in the address. */
export function ChoosePack({
  here,
  goods: { products, q, page, pages },
  brought = {},
}: {
  here: string;
  goods: Awaited<ReturnType<typeof offered>>;
  brought?: Readonly<Record<string, string>>;
}) {
  const t = useTranslations("joint");
  const s = useTranslations("quote");
  const path = usePath();
  return (
    <>
      <h2>{t("choose")}</h2>
      <p>{t("chooseLead")}</p>
      <form className="row" action={here}>
        {Object.entries(brought).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <label htmlFor="find">{s("find")}</label>
        <input id="find" name="q" type="search" defaultValue={q} maxLength={80} />
        <button className="button second">{s("findGo")}</button>
        {q === "" ? null : <a href={here}>{s("allProducts")}</a>}
      </form>
      {products.length === 0 ? <p className="panel">{s("noProducts")}</p> : null}
      <ul className="plain stack-s">
        {products.map((product) => (
          <li key={product.id} className="panel stack-s">
            <strong>{product.title[path]}</strong>
            <span className="row">
              {product.packs.map((pack) => (
                <a
                  key={pack.variant_id}
                  href={`${here}?${new URLSearchParams({ variant: pack.variant_id, ...brought }).toString()}`}
                >
                  {t("chooseThis", { pack: pack.title[path] })}
                  <span className="visually-hidden"> {product.title[path]}</span>
                </a>
              ))}
            </span>
          </li>
        ))}
      </ul>
      <Pages
        page={page}
        pages={pages}
        to={(to) =>
          `${here}?${new URLSearchParams({ ...(q === "" ? {} : { q }), ...brought, page: String(to) }).toString()}`
        }
      />
    </>
  );
}
