import { useTranslations } from "use-intl";
import { searchPath } from "../features/find/asked";
import { pavilion } from "../features/find/data.server";
import { Pages } from "../features/find/Pages";
import { ProductTile } from "../features/produce/ProductTile";
import { pageHead } from "../features/store/head";
import { VillageTile } from "../features/village/VillageTile";
import { pathParam, usePath } from "../lib/path";
import type { Route } from "./+types/region";

/** A plain document: nothing on it needs script, and on a weak phone that is most of the wait. */
export const handle = { still: true };

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const region = await pavilion(params.handle, new URL(request.url).searchParams.get("page"));
  return { region, title: region.name[path], about: region.intro[path] };
}

export const meta: Route.MetaFunction = ({ loaderData, ...where }) =>
  pageHead(where, { title: `${loaderData?.title ?? ""} · Commonlot`, description: loaderData?.about });

export default function RegionPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("region");
  const path = usePath();
  const { region } = loaderData;
  return (
    <div className="wrap stack-l">
      <header className="stack">
        <h1 className="section-title">{region.name[path]}</h1>
        <p className="story">{region.intro[path]}</p>
        <ul className="plain chips" aria-label={t("categories")}>
          {region.categories.map((one) => (
            <li key={one.value}>
              <a href={searchPath(path, { region: region.handle, produce: one.value })}>
                {one.name[path]} <span className="muted">{one.count}</span>
              </a>
            </li>
          ))}
        </ul>
      </header>
      <section className="stack">
        <h2>{t("best")}</h2>
        {region.best.length === 0 ? (
          <p className="panel">{t("noProducts")}</p>
        ) : (
          <>
            <ul className="plain grid">
              {region.best.map((product) => (
                <ProductTile key={product.id} product={product} village={product.village?.name} />
              ))}
            </ul>
            {region.product_count > region.best.length ? (
              <p>
                <a href={searchPath(path, { region: region.handle })}>{t("all", { count: region.product_count })}</a>
              </p>
            ) : null}
          </>
        )}
      </section>
      <section className="stack">
        <h2>{t("villages", { count: region.village_count })}</h2>
        <p className="muted small">{t("ranked")}</p>
        <ul className="plain grid big">
          {region.villages.map((village) => (
            <VillageTile key={village.handle} village={village} />
          ))}
        </ul>
        <Pages
          page={region.page}
          pages={region.pages}
          to={(page) => `/${path}/regions/${region.handle}?page=${page}`}
        />
      </section>
    </div>
  );
}
