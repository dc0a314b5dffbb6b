import { useTranslations } from "use-intl";
import { companiesSchema } from "../../features/agreement/data.server";
import { actOnList } from "../../features/price-lists/acts.server";
import { listPageSchema } from "../../features/price-lists/data.server";
import { productsSchema } from "../../features/shop-desk/product.server";
import { ShopNav } from "../../features/shop-desk/ShopNav";
import { Input, ProblemSummary, Select } from "../../features/ui/Field";
import { List } from "../../features/ui/List";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/price-list";

/** A price list: who is in it, what it says of which product, and who changed what. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const [{ price_list }, { companies }, { products }] = await Promise.all([
    desk.read(`/desk/price-lists/${encodeURIComponent(params.id)}`, listPageSchema),
    desk.read("/desk/agreement-companies", companiesSchema),
    desk.read("/desk/products", productsSchema),
  ]);
  const packs = new Map(price_list.products.map((one) => [one.product_id, one.packs]));
  return {
    price_list,
    companies,
    products: products.map(({ id, title }) => ({ id, title, packs: packs.get(id) ?? 0 })),
    done: new URL(request.url).searchParams.has("done"),
  };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  return actOnList(desk, path, params.id, await request.formData());
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.price_list.name ?? ""} · Commonlot` },
];

export default function PriceListPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("priceLists");
  const f = useFormats();
  const path = usePath();
  const { price_list: list, companies, products, done } = loaderData;
  const problems = actionData?.problems;
  const typed: Record<string, string> = actionData?.typed ?? {};
  const days = (from: string | null, to: string | null) =>
    from === null
      ? to === null
        ? t("always")
        : t("until", { to: f.date(to) })
      : to === null
        ? t("from", { from: f.date(from) })
        : f.dates(from, to);
  return (
    <div className="stack-l">
      <section className="stack">
        <h1>{list.name}</h1>
        <ShopNav />
        <p>
          <a href={`/${path}/desk/price-lists`}>{t("back")}</a>
        </p>
        <p>{t(list.ended ? "endedLead" : "listLead")}</p>
        {done ? (
          <p className="note good" role="status">
            {t("done")}
          </p>
        ) : null}
        <ProblemSummary problems={problems} />
      </section>
      <section className="stack" id="companies">
        <h2>{t("companies")}</h2>
        <form method="post">
          <List
            label={t("companies")}
            rows={list.companies.map((one) => ({ ...one, id: one.company_id }))}
            none={t("noCompanies")}
            columns={[
              { head: t("company"), name: true, of: (one) => one.name },
              {
                head: t("days"),
                of: (one) => `${days(one.from_day, one.to_day)}${one.holds ? "" : ` ${t("notNow")}`}`,
              },
              {
                head: t("act"),
                of: (one) => (
                  <button className="button quiet" name="out" value={one.company_id}>
                    {t("takeOut")} <span className="visually-hidden">{one.name}</span>
                  </button>
                ),
              },
            ]}
          />
        </form>
        {list.ended ? null : (
          <form method="post" className="stack" noValidate>
            <h3>{t("put")}</h3>
            <p>{t("putLead")}</p>
            <Select
              name="company_id"
              label={t("company")}
              hint={t("companyHint")}
              defaultValue={typed.company_id ?? ""}
              problems={problems}
            >
              <option value="">{t("choose")}</option>
              {companies.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
            </Select>
            <div className="fields two">
              {(["from_day", "to_day"] as const).map((name) => (
                <Input
                  key={name}
                  name={name}
                  label={t(name)}
                  hint={t("dayHint")}
                  type="date"
                  defaultValue={typed[name]}
                  problems={problems}
                />
              ))}
            </div>
            <p>
              <button className="button" name="intent" value="put">
                {t("putGo")}
              </button>
            </p>
          </form>
        )}
      </section>
      <section className="stack">
        <h2>{t("prices")}</h2>
        <p>{t("pricesLead")}</p>
        <List
          label={t("prices")}
          rows={products}
          none={t("noProducts")}
          columns={[
            {
              head: t("product"),
              name: true,
              of: (one) =>
                list.ended ? (
                  one.title[path] || one.title.zh
                ) : (
                  <a href={`/${path}/desk/price-lists/${list.id}/products/${one.id}`}>
                    {one.title[path] || one.title.zh}
                  </a>
                ),
            },
            { head: t("says"), of: (one) => (one.packs === 0 ? t("asAll") : t("ownPacks", { count: one.packs })) },
          ]}
        />
      </section>
      <section className="stack">
        <h2>{t("changes")}</h2>
        <ul className="plain">
          {list.changes.map((one, at) => (
            <li key={at}>
              {f.time(one.at)} · {t(`acts.${one.act}`)}
              {one.company === null ? "" : ` · ${one.company}`}
              {one.pack === null ? "" : ` · ${one.pack.title[path]} ${one.pack.pack[path]}`}
              {one.person === "" ? "" : ` · ${one.person}`}
            </li>
          ))}
        </ul>
      </section>
      {list.ended ? null : (
        <section className="stack">
          <form method="post" className="stack" noValidate>
            <h2>{t("rename")}</h2>
            <input type="hidden" name="version" value={list.version} />
            <Input
              name="name"
              label={t("name")}
              hint={t("nameHint")}
              maxLength={80}
              autoComplete="off"
              defaultValue={typed.name ?? list.name}
              problems={problems}
            />
            <p className="row">
              <button className="button second" name="intent" value="rename">
                {t("renameGo")}
              </button>
            </p>
          </form>
          <form method="post" className="stack-s">
            <input type="hidden" name="version" value={list.version} />
            <p>{t("endLead")}</p>
            <p>
              <button className="button quiet" name="intent" value="end">
                {t("end")}
              </button>
            </p>
          </form>
        </section>
      )}
    </div>
  );
}
