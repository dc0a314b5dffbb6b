import { useTranslations } from "use-intl";
import { OpenCycles } from "../features/cycle/OpenCycles";
import { closingNext } from "../features/cycle/selling.server";
import { searchPath } from "../features/find/asked";
import { home } from "../features/find/data.server";
import { ProductTile } from "../features/produce/ProductTile";
import { originOf, pageHead } from "../features/store/head";
import { houseAbout } from "../features/store/schema-org";
import { drawn } from "../features/ui/picture-files";
import { Picture } from "../features/ui/Picture";
import { VillageTile } from "../features/village/VillageTile";
import { say } from "../i18n/say.server";
import { useFormats } from "../lib/formats";
import { pathParam, usePath } from "../lib/path";
import type { Route } from "./+types/home";

/** A plain document: nothing on it needs script, and on a weak phone that is most of the wait. */
export const handle = { still: true };

export async function loader({ params }: Route.LoaderArgs) {
  const t = say(pathParam(params));
  const [found, cycles] = await Promise.all([home(), closingNext()]);
  return { ...found, cycles, title: t("home.title"), about: t("home.lead") };
}

export const meta: Route.MetaFunction = ({ loaderData, ...where }) =>
  pageHead(where, {
    title: `Commonlot · ${loaderData?.title ?? ""}`,
    description: loaderData?.about,
    about: [houseAbout(originOf(where), loaderData?.about ?? "")],
  });

export default function Home({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("home");
  const f = useFormats();
  const path = usePath();
  const { in_season, fresh, near_harvest, regions, categories, closed } = loaderData;
  return (
    <>
      <section className="hero">
        <div className="wrap">
          <div className="words stack">
            <h1>{t("title")}</h1>
            <p>{t("lead")}</p>
            <p>
              <a className="button" href={closed ? "#villages" : "#products"}>
                {closed ? t("seeVillages") : t("see")}
              </a>
            </p>
          </div>
          <figure>
            <Picture of={drawn("walnut-hill")} sizes="(min-width: 860px) 60vw, 100vw" first />
          </figure>
        </div>
      </section>
      <div className="wrap stack-l">
        {closed ? (
          <section className="panel empty" id="products">
            <Picture of={drawn("basket")} alt="" sizes="240px" />
            <h2>{t("closed")}</h2>
            <p>{closed.opens_on === null ? t("noProducts") : t("opensOn", { date: f.date(closed.opens_on) })}</p>
          </section>
        ) : (
          <>
            <section className="stack" id="products">
              <h2 className="section-title">{in_season.length > 0 ? t("inSeason") : t("products")}</h2>
              <Chips all={categories} label={t("categories")} />
              <ul className="plain grid">
                {(in_season.length > 0 ? in_season : fresh).map((product) => (
                  <ProductTile key={product.id} product={product} village={product.village?.name} />
                ))}
              </ul>
              <p>
                <a href={searchPath(path, { in_stock: "1" })}>{t("all")}</a>
              </p>
            </section>
            {in_season.length > 0 && fresh.length > 0 ? (
              <section className="stack">
                <h2 className="section-title">{t("fresh")}</h2>
                <ul className="plain grid">
                  {fresh.map((product) => (
                    <ProductTile key={product.id} product={product} village={product.village?.name} />
                  ))}
                </ul>
              </section>
            ) : null}
          </>
        )}
        <OpenCycles cycles={loaderData.cycles} />
        {near_harvest.length === 0 ? null : (
          <section className="stack">
            <h2 className="section-title">{t("near")}</h2>
            <ul className="plain grid big">
              {near_harvest.map((one) => (
                <VillageTile
                  key={one.village.handle}
                  village={one.village}
                  harvest={
                    one.in_days === 0
                      ? t("harvesting", { produce: one.produce[path], days: f.season(one.from, one.to) })
                      : t("harvestIn", {
                          produce: one.produce[path],
                          count: one.in_days,
                          days: f.season(one.from, one.to),
                        })
                  }
                />
              ))}
            </ul>
          </section>
        )}
        <section className="stack" id="villages">
          <h2 className="section-title">{t("regions")}</h2>
          {regions.length === 0 ? (
            <p className="panel">{t("noVillages")}</p>
          ) : (
            <ul className="plain pavilions">
              {regions.map((region) => (
                <li key={region.handle} className="panel stack-s">
                  <h3>
                    <a href={`/${path}/regions/${region.handle}`}>{region.name[path]}</a>
                  </h3>
                  <p>{region.intro[path]}</p>
                  <p className="muted small">
                    {t("inRegion", { villages: region.villages, products: region.products })}
                  </p>
                </li>
              ))}
            </ul>
          )}
        </section>
        <section className="stack">
          <h2 className="section-title">{t("how")}</h2>
          <ol className="plain steps">
            {(["weigh", "pack", "pay"] as const).map((step) => (
              <li key={step} className="stack-s">
                <h3>{t(`${step}.title`)}</h3>
                <p>{t(`${step}.text`)}</p>
              </li>
            ))}
          </ol>
        </section>
      </div>
    </>
  );
}

function Chips({ all, label }: { all: Route.ComponentProps["loaderData"]["categories"]; label: string }) {
  const path = usePath();
  if (all.length < 2) return null;
  return (
    <ul className="plain chips" aria-label={label}>
      {all.map((one) => (
        <li key={one.value}>
          <a href={searchPath(path, { produce: one.value })}>
            {one.name[path]} <span className="muted">{one.count}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}
