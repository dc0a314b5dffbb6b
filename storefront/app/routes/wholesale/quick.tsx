import { redirect } from "react-router";
import { useTranslations } from "use-intl";
import { company, meSchema } from "../../features/company/data.server";
import script from "../../features/quick/client/main?worker&url";
import { tableSchema } from "../../features/quick/data.server";
import { Ladder, ToPromise } from "../../features/quick/Parts";
import { keepTyped, pageAsked, tableAt } from "../../features/quick/table.server";
import { Turn } from "../../features/quick/Turn";
import { ProblemSummary } from "../../features/ui/Field";
import { List } from "../../features/ui/List";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/quick";

export const handle = { plain: true };

/** A page of all that is sold, or of what was looked for, with what this member has on the list. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  const query = new URL(request.url).searchParams;
  const q = (query.get("q") ?? "").trim().slice(0, 80);
  const page = pageAsked(query.get("page"));
  const [table, me] = await Promise.all([
    who.read("/wholesale/quick", tableSchema, { q, page }),
    who.read("/wholesale/me", meSchema),
  ]);
  if (page > table.pages) throw redirect(tableAt(path, q, table.pages), 303);
  return {
    ...table,
    q,
    me: me.member.id,
    buys: me.member.roles.includes("buyer"),
    title: say(path)("companyShop.pages.quick"),
  };
}

/** Back here a browser would show what it kept of this page: with packs that were changed since. */
export const headers = () => ({ "Cache-Control": "private, no-store" });

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const who = await company(request, path);
  return keepTyped(who, path, await request.formData());
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function QuickOrderPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("quick");
  const j = useTranslations("joint");
  const s = useTranslations("samples");
  const f = useFormats();
  const path = usePath();
  const { products, q, page, pages, count, list, buys } = loaderData;
  const problems = actionData?.problems;
  const typed: Record<string, string> = actionData?.typed ?? {};
  const rows = products.flatMap((product) =>
    product.packs.map((pack) => ({ id: pack.variant_id, product, pack, name: `packs:${pack.variant_id}` })),
  );
  const wanted = (packs: number) => (packs === 0 ? "" : String(packs));
  return (
    <form method="post" className="stack" noValidate data-typed={`table:${loaderData.me}`}>
      <h1>{loaderData.title}</h1>
      <p>{t("lead")}</p>
      <ProblemSummary problems={problems} />
      <div className="row">
        <label htmlFor="q">{t("find")}</label>
        <input id="q" name="q" type="search" defaultValue={typed.q ?? q} maxLength={80} />
        <button className="button second" name="go" value="find">
          {t("findGo")}
        </button>
        {q === "" ? null : <a href={`/${path}/wholesale/quick`}>{t("all")}</a>}
      </div>
      <input type="hidden" name="shown" value={q} />
      <input type="hidden" name="page" value={page} />
      {q === "" ? null : <p role="status">{t("found", { q, count })}</p>}
      <List
        label={loaderData.title}
        rows={rows}
        none={t("none")}
        columns={[
          {
            head: t("product"),
            name: true,
            of: ({ product, pack }) => (
              <>
                <a href={`/${path}/products/${product.handle}`}>{product.title[path]}</a> {pack.pack[path]}
                <div className="small muted">
                  {[product.cooperative?.name[path] ?? "", f.units(pack.units_per_pack, product.unit), pack.sku ?? ""]
                    .filter((part) => part !== "")
                    .join(" · ")}
                </div>
              </>
            ),
          },
          {
            head: t("price"),
            of: ({ pack }) => (
              <>
                <Ladder pack={pack} />
                {pack.minimum_packs > 1 ? (
                  <div className="small">{t("minimum", { count: pack.minimum_packs })}</div>
                ) : null}
              </>
            ),
          },
          {
            head: t("toHave"),
            of: ({ product, pack }) => (
              <>
                <ToPromise product={product} pack={pack} />
                {buys && !product.cycle_only && pack.sample ? (
                  <p className="small">
                    <a href={`/${path}/wholesale/samples/${encodeURIComponent(pack.variant_id)}`}>
                      {s("first")}
                      <span className="visually-hidden"> {`${product.title[path]} ${pack.pack[path]}`}</span>
                    </a>{" "}
                    <span className="muted">
                      {s("offer", {
                        count: pack.sample.packs,
                        total: f.money(pack.sample.total_minor, pack.sample.currency),
                      })}
                    </span>
                  </p>
                ) : null}
                {buys && !product.cycle_only ? (
                  <a
                    className="small"
                    href={`/${path}/wholesale/joint-quotes/new?variant=${encodeURIComponent(pack.variant_id)}`}
                  >
                    {j("ask")}
                    <span className="visually-hidden"> {`${product.title[path]} ${pack.pack[path]}`}</span>
                  </a>
                ) : null}
              </>
            ),
          },
          {
            head: t("packs"),
            of: ({ product, pack, name }) => {
              if (product.cycle_only) return <span className="muted">{t("inCycles")}</span>;
              if (!buys) return wanted(pack.wanted);
              const wrong = problems?.find((one) => one.field === name);
              return (
                <>
                  <input type="hidden" name={`was:${pack.variant_id}`} value={wanted(pack.wanted)} />
                  <input
                    id={name}
                    name={name}
                    className="short"
                    inputMode="numeric"
                    autoComplete="off"
                    data-next=""
                    aria-label={t("packsOf", { product: product.title[path], pack: pack.pack[path] })}
                    aria-invalid={wrong ? true : undefined}
                    defaultValue={typed[name] ?? wanted(pack.wanted)}
                  />
                  {wrong ? <div className="wrong">{wrong.text}</div> : null}
                </>
              );
            },
          },
        ]}
      />
      <Turn name="go" page={page} pages={pages} />
      <div className="panel row" id="list">
        <span role="status">
          {list.lines === 0 ? t("listEmpty") : t("listHas", { count: list.lines })}
          {list.faults > 0 ? ` ${t("listWrong", { count: list.faults })}` : ""}
        </span>
        {buys ? (
          <>
            <button className="button second" name="go" value="save">
              {t("keep")}
            </button>
            <button className="button" name="go" value="list" data-last="">
              {t("toList")}
            </button>
          </>
        ) : (
          <a href={`/${path}/wholesale/quick/list`}>{t("toList")}</a>
        )}
      </div>
      <p className="row">
        <a href={`/${path}/wholesale/quick/list#bring`}>{t("bringLink")}</a>
        <a href={`/${path}/wholesale/order-lists`}>{t("savedLink")}</a>
      </p>
      <script src={script} defer />
    </form>
  );
}
