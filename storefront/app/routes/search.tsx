import { useTranslations } from "use-intl";
import { searchPath } from "../features/find/asked";
import { askedOf, find } from "../features/find/data.server";
import { Narrow } from "../features/find/Narrow";
import { Pages } from "../features/find/Pages";
import { SearchForm } from "../features/find/SearchForm";
import { ProductTile } from "../features/produce/ProductTile";
import { drawn } from "../features/ui/picture-files";
import { Picture } from "../features/ui/Picture";
import { VillageTile } from "../features/village/VillageTile";
import { say } from "../i18n/say.server";
import { pathParam, usePath } from "../lib/path";
import type { Route } from "./+types/search";

/** A plain document: nothing on it needs script, and on a weak phone that is most of the wait. */
export const handle = { still: true };

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const asked = askedOf(new URL(request.url));
  return { asked, found: await find(asked), title: say(path)("find.title") };
}

/** Whoever comes from a search engine should come to a product, not to a search. */
export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.asked.q ?? loaderData?.title ?? ""} · Commonlot` },
  { name: "robots", content: "noindex, follow" },
];

export default function Search({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("find");
  const { asked, found } = loaderData;
  const path = usePath();
  const nothing = found.products.length === 0 && found.villages.length === 0;
  const narrowed = Object.keys(asked).some((name) => name !== "q" && name !== "page");
  return (
    <div className="wrap stack-l">
      <header className="stack">
        <h1 className="section-title">{asked.q === undefined ? t("title") : t("titleOf", { q: asked.q })}</h1>
        <p aria-live="polite">
          {found.nearest
            ? t("nearest", { q: found.q })
            : found.village_count === 0
              ? t("countGoods", { count: found.count })
              : t("count", { products: found.count, villages: found.village_count })}
        </p>
        {nothing && !narrowed ? null : (
          <details className="narrowing" open={narrowed}>
            <summary>{t("narrow")}</summary>
            <Narrow asked={asked} facets={found.facets} />
          </details>
        )}
      </header>
      {nothing ? (
        <div className="panel empty">
          <Picture of={drawn("basket")} alt="" sizes="240px" />
          <p>{narrowed ? t("nothingSo") : t("nothing")}</p>
          {narrowed ? (
            <a className="button" href={searchPath(path, asked.q === undefined ? {} : { q: asked.q })}>
              {t("widen")}
            </a>
          ) : (
            <SearchForm q={asked.q} id="q-again" />
          )}
          <p>
            <a href={`/${path}`}>{t("toHome")}</a>
          </p>
        </div>
      ) : null}
      {found.products.length === 0 ? null : (
        <section className="stack" aria-labelledby="goods">
          <h2 id="goods">{t("products")}</h2>
          <ul className="plain grid">
            {found.products.map((product) => (
              <ProductTile
                key={product.id}
                product={product}
                village={product.village?.name}
                gone={!product.in_stock}
              />
            ))}
          </ul>
          <Pages page={found.page} pages={found.pages} to={(page) => searchPath(path, asked, { page: String(page) })} />
        </section>
      )}
      {found.villages.length === 0 ? null : (
        <section className="stack" aria-labelledby="places">
          <h2 id="places">{t("villages")}</h2>
          <ul className="plain grid big">
            {found.villages.map((village) => (
              <VillageTile key={village.handle} village={village} />
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
