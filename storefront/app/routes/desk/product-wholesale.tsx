import { useTranslations } from "use-intl";
import { pricedProduct, rowsOf, setCompanyPrices } from "../../features/shop-desk/company-prices.server";
import { ShopNav } from "../../features/shop-desk/ShopNav";
import { Input, ProblemSummary } from "../../features/ui/Field";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/product-wholesale";

/** What a product's packs cost companies, and the least they are sold in. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const { product, typed } = await pricedProduct(desk, params.id);
  return {
    product,
    typed,
    rows: product.packs.map((pack) => rowsOf(pack.steps.length)),
    set: new URL(request.url).searchParams.has("set"),
    title: product.title[path],
  };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  return setCompanyPrices(desk, path, params.id, await request.formData());
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function CompanyPricesPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("companyPrices");
  const f = useFormats();
  const path = usePath();
  const { product, rows, title } = loaderData;
  const was: Readonly<Record<string, string>> = actionData?.typed ?? loaderData.typed;
  const problems = actionData?.problems;
  const shop = (price_minor: number | null) =>
    price_minor === null ? t("noShopPrice") : t("shopPrice", { price: f.money(price_minor, product.currency) });
  return (
    <section className="stack-l">
      <div className="stack">
        <h1>{t("title", { product: title })}</h1>
        <ShopNav />
        <p>
          <a href={`/${path}/desk/shop/products/${product.id}`}>{t("back")}</a>
        </p>
        <p>{t("lead")}</p>
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
            <legend>{pack.title[path]}</legend>
            <input type="hidden" name={`seen_${at}`} value={was[`seen_${at}`] ?? pack.version} />
            <p>{shop(pack.price_minor)}</p>
            <Input
              name={`minimum_${at}`}
              label={t("minimum")}
              inputMode="numeric"
              defaultValue={was[`minimum_${at}`]}
              problems={problems}
            />
            {Array.from({ length: rows[at] ?? 0 }, (_, row) => (
              <div key={row} className="fields two">
                {row === 0 ? (
                  <p>{t("fromFirst")}</p>
                ) : (
                  <Input
                    name={`from_${at}_${row}`}
                    label={t("from", { step: row + 1 })}
                    inputMode="numeric"
                    defaultValue={was[`from_${at}_${row}`]}
                    problems={problems}
                  />
                )}
                <Input
                  name={`price_${at}_${row}`}
                  label={t("price", { step: row + 1, currency: f.currency(product.currency) })}
                  inputMode="decimal"
                  defaultValue={was[`price_${at}_${row}`]}
                  problems={problems}
                />
              </div>
            ))}
          </fieldset>
        ))}
        {product.packs.length === 0 ? <p>{t("noPacks")}</p> : <button className="button">{t("save")}</button>}
      </form>
    </section>
  );
}
