import { useTranslations } from "use-intl";
import { pricedProduct, rowsOf, setCompanyPrices } from "../../features/shop-desk/company-prices.server";
import { PackLadder } from "../../features/shop-desk/PackLadder";
import { ShopNav } from "../../features/shop-desk/ShopNav";
import { ProblemSummary } from "../../features/ui/Field";
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
  const l = useTranslations("priceLists");
  const s = useTranslations("samples");
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
          <a href={`/${path}/desk/shop/products/${product.id}`}>{t("back")}</a> ·{" "}
          <a href={`/${path}/desk/price-lists`}>{l("link")}</a> ·{" "}
          <a href={`/${path}/desk/shop/products/${product.id}/samples`}>{s("deskLink")}</a>
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
          <PackLadder
            key={pack.variant_id}
            at={at}
            title={pack.title[path]}
            currency={product.currency}
            version={pack.version}
            rows={rows[at] ?? 0}
            was={was}
            problems={problems}
          >
            <p>{shop(pack.price_minor)}</p>
          </PackLadder>
        ))}
        {product.packs.length === 0 ? <p>{t("noPacks")}</p> : <button className="button">{t("save")}</button>}
      </form>
    </section>
  );
}
