import { useTranslations } from "use-intl";
import { ProductTile } from "../features/produce/ProductTile";
import { productCards } from "../features/produce/data.server";
import { originOf, pageHead } from "../features/store/head";
import { houseAbout } from "../features/store/schema-org";
import { drawn } from "../features/ui/picture-files";
import { Picture } from "../features/ui/Picture";
import { villages } from "../features/village/data.server";
import { VillageTile } from "../features/village/VillageTile";
import { say } from "../i18n/say.server";
import { pathParam } from "../lib/path";
import type { Route } from "./+types/home";

export async function loader({ params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const [all, products] = await Promise.all([villages(), productCards()]);
  const t = say(path);
  return {
    villages: all,
    products: products.filter((product) => product.packs.length > 0),
    title: t("home.title"),
    about: t("home.lead"),
  };
}

export const meta: Route.MetaFunction = ({ loaderData, ...where }) =>
  pageHead(where, {
    title: `Commonlot · ${loaderData?.title ?? ""}`,
    description: loaderData?.about,
    about: [houseAbout(originOf(where), loaderData?.about ?? "")],
  });

export default function Home({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("home");
  const first = loaderData.villages[0];
  return (
    <>
      <section className="hero">
        <div className="wrap">
          <div className="words stack">
            <h1>{t("title")}</h1>
            <p>{t("lead")}</p>
            <p>
              <a className="button" href="#products">
                {t("see")}
              </a>
            </p>
          </div>
          <figure>
            <Picture of={first?.picture ?? drawn("walnut-hill")} sizes="(min-width: 860px) 60vw, 100vw" first />
          </figure>
        </div>
      </section>
      <div className="wrap stack-l">
        <section className="stack" id="products">
          <h2 className="section-title">{t("products")}</h2>
          {loaderData.products.length === 0 ? (
            <div className="panel empty">
              <Picture of={drawn("basket")} alt="" sizes="240px" />
              <p>{t("noProducts")}</p>
            </div>
          ) : (
            <ul className="plain grid">
              {loaderData.products.map((product) => (
                <ProductTile
                  key={product.id}
                  product={product}
                  village={loaderData.villages.find((village) => village.handle === product.village_handle)?.name}
                />
              ))}
            </ul>
          )}
        </section>
        <section className="stack" id="villages">
          <h2 className="section-title">{t("villages")}</h2>
          {loaderData.villages.length === 0 ? (
            <p className="panel">{t("noVillages")}</p>
          ) : (
            <ul className="plain grid big">
              {loaderData.villages.map((village) => (
                <VillageTile key={village.handle} village={village} />
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
