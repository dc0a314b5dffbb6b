import { useTranslations } from "use-intl";
import { sampledProduct, setSamples } from "../../features/samples/desk.server";
import { MOST_A_SEASON, MOST_PACKS } from "../../features/samples/words";
import { ShopNav } from "../../features/shop-desk/ShopNav";
import { Input, ProblemSummary } from "../../features/ui/Field";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/product-samples";

/** What companies may have of a product's packs before they buy in bulk. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const { product, typed } = await sampledProduct(desk, params.id);
  return { product, typed, set: new URL(request.url).searchParams.has("set"), title: product.title[path] };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  return setSamples(desk, path, params.id, await request.formData());
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function ProductSamplesPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("samples");
  const c = useTranslations("companyPrices");
  const f = useFormats();
  const path = usePath();
  const { product, title } = loaderData;
  const was: Readonly<Record<string, string>> = actionData?.typed ?? loaderData.typed;
  const problems = actionData?.problems;
  const currency = f.currency(product.currency);
  return (
    <section className="stack-l">
      <div className="stack">
        <h1>{t("deskTitle", { product: title })}</h1>
        <ShopNav />
        <p>
          <a href={`/${path}/desk/shop/products/${product.id}`}>{c("back")}</a>
        </p>
        <p>{t("deskLead")}</p>
        {loaderData.set ? (
          <p className="note good" role="status">
            {t("set")}
          </p>
        ) : null}
        <ProblemSummary problems={problems} />
      </div>
      <form method="post" className="stack-l" noValidate>
        {product.packs.map((pack, at) => (
          <fieldset key={pack.variant_id} className="panel stack-s">
            <legend>{`${pack.title[path]} · ${f.units(pack.units, product.unit)}`}</legend>
            <input type="hidden" name={`seen_${at}`} value={was[`seen_${at}`] ?? pack.version} />
            <label className="check">
              <input
                type="checkbox"
                name={`offered_${at}`}
                value="yes"
                defaultChecked={was[`offered_${at}`] === "yes"}
              />{" "}
              {t("offered")}
            </label>
            <div className="fields two">
              <Input
                name={`packs_${at}`}
                label={t("packs")}
                hint={t("upTo", { most: MOST_PACKS })}
                inputMode="numeric"
                defaultValue={was[`packs_${at}`]}
                problems={problems}
              />
              <Input
                name={`per_season_${at}`}
                label={t("perSeason")}
                hint={t("upTo", { most: MOST_A_SEASON })}
                inputMode="numeric"
                defaultValue={was[`per_season_${at}`]}
                problems={problems}
              />
              <Input
                name={`price_${at}`}
                label={t("price", { currency })}
                hint={t("priceHint")}
                inputMode="decimal"
                defaultValue={was[`price_${at}`]}
                problems={problems}
              />
              <Input
                name={`freight_${at}`}
                label={t("freight", { currency })}
                hint={t("freightHint")}
                inputMode="decimal"
                defaultValue={was[`freight_${at}`]}
                problems={problems}
              />
            </div>
          </fieldset>
        ))}
        {product.packs.length === 0 ? <p>{c("noPacks")}</p> : <button className="button">{t("save")}</button>}
      </form>
    </section>
  );
}
