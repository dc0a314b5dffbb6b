import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { listedProductSchema, priceListWords } from "../../features/price-lists/data.server";
import { Ladder } from "../../features/quick/Parts";
import { ladderRefused, laddersTyped, rowsOf } from "../../features/shop-desk/company-prices.server";
import { PackLadder } from "../../features/shop-desk/PackLadder";
import { ShopNav } from "../../features/shop-desk/ShopNav";
import { ProblemSummary, type Problem } from "../../features/ui/Field";
import { typed as typedOf } from "../../features/ui/form.server";
import { useFormats } from "../../lib/formats";
import { member, type Member } from "../../lib/member.server";
import { majorText } from "../../lib/money.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/price-list-product";

const apiOf = (product: string, list: string) =>
  `/desk/products/${encodeURIComponent(product)}/list-prices/${encodeURIComponent(list)}`;

const read = (desk: Member, { product, id }: { product: string; id: string }) =>
  desk.read(apiOf(product, id), listedProductSchema);

/** What a product's packs cost in a price list, beside what all companies pay. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const { product, price_list } = await read(desk, params);
  const typed: Record<string, string> = {};
  for (const [at, pack] of product.packs.entries()) {
    typed[`minimum_${at}`] = pack.minimum_packs === null ? "" : String(pack.minimum_packs);
    for (const [step, { from, price_minor }] of pack.steps.entries()) {
      typed[`from_${at}_${step}`] = step === 0 ? "" : String(from);
      typed[`price_${at}_${step}`] = majorText(price_minor, product.currency);
    }
  }
  return {
    product,
    price_list,
    typed,
    rows: product.packs.map((pack) => rowsOf(pack.steps.length)),
    set: new URL(request.url).searchParams.has("set"),
    title: product.title[path],
  };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const { product } = await read(desk, params);
  const { packs, places, problems } = laddersTyped(path, form, product, "optional");
  const again = (wrong: Problem[], status = 400) => data({ problems: wrong, typed: typedOf(form) }, { status });
  if (problems.length > 0) return again(problems);
  const done = await desk.call(apiOf(params.product, params.id), z.unknown(), { body: { packs } });
  if (done.ok)
    return redirect(
      `/${path}/desk/price-lists/${encodeURIComponent(params.id)}/products/${encodeURIComponent(params.product)}?set`,
      303,
    );
  const { refusal } = done;
  const problem = ladderRefused(path, refusal, places);
  const list = refusal.code.startsWith("price_list_") ? { ...problem, text: priceListWords(path, refusal) } : problem;
  return again([list], refusal.status);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function ListedPricesPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("priceLists");
  const c = useTranslations("companyPrices");
  const f = useFormats();
  const path = usePath();
  const { product, price_list, rows, title } = loaderData;
  const was: Readonly<Record<string, string>> = actionData?.typed ?? loaderData.typed;
  const problems = actionData?.problems;
  return (
    <section className="stack-l">
      <div className="stack">
        <h1>{t("pricesOf", { product: title, list: price_list.name })}</h1>
        <ShopNav />
        <p>
          <a href={`/${path}/desk/price-lists/${price_list.id}`}>{t("backToList")}</a>
        </p>
        <p>{t("productLead")}</p>
        {loaderData.set ? (
          <p className="note good" role="status">
            {c("set")}
          </p>
        ) : null}
        <ProblemSummary problems={problems} />
      </div>
      <form method="post" className="stack-l" noValidate>
        {product.packs.map((pack, at) => {
          const shop = pack.price_minor === null ? [] : [{ from: 0, price_minor: pack.price_minor }];
          const steps = pack.all.steps.length > 0 ? pack.all.steps : shop;
          return (
            <PackLadder
              key={pack.variant_id}
              at={at}
              title={`${pack.title[path]} · ${f.units(pack.units, product.unit)}`}
              currency={product.currency}
              version={pack.version}
              rows={rows[at] ?? 0}
              was={was}
              problems={problems}
              minimumHint={t("minimumHint", { count: pack.all.minimum_packs })}
            >
              <div>
                {t("allPay")}{" "}
                <Ladder pack={{ steps, currency: product.currency, minimum_packs: pack.all.minimum_packs }} />
              </div>
            </PackLadder>
          );
        })}
        {product.packs.length === 0 ? (
          <p>{c("noPacks")}</p>
        ) : (
          <button className="button" disabled={price_list.ended}>
            {c("save")}
          </button>
        )}
      </form>
    </section>
  );
}
