import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { poolsSchema } from "../../features/desk/data.server";
import { StateTag } from "../../features/desk/StateTag";
import { stocktakeSchema, stocktakesSchema } from "../../features/ledger/data.server";
import { LedgerNav } from "../../features/ledger/LedgerNav";
import { poolName, poolOf } from "../../features/ledger/names";
import { refusedAt } from "../../features/ledger/words.server";
import { ProblemSummary, Select } from "../../features/ui/Field";
import { text, typed } from "../../features/ui/form.server";
import { List } from "../../features/ui/List";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/stocktakes";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const cursor = new URL(request.url).searchParams.get("before") ?? undefined;
  const [{ pools }, { stocktakes, next }] = await Promise.all([
    desk.read("/desk/pools", poolsSchema),
    desk.read("/desk/stocktakes", stocktakesSchema, { cursor, limit: 30 }),
  ]);
  return {
    pools: pools.map((pool) => ({ id: pool.id, name: poolName(pool, path) })),
    stocktakes: stocktakes.map((one) => ({ ...one, pool: poolOf(pools, one.pool_id, path) })),
    next,
    title: say(path)("ledger.pages.stocktakes"),
  };
}

/** Opens a count of a pool, or goes to the one that is open. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const bearer = text(form, "bearer");
  const answer = await desk.call("/desk/stocktakes", stocktakeSchema, {
    body: { pool_id: text(form, "pool_id"), ...(bearer === "" ? {} : { bearer }) },
  });
  if (answer.ok) return redirect(`/${path}/desk/stocktakes/${answer.value.stocktake.id}`);
  return data(
    { problems: refusedAt(path, answer.refusal, {}, "pool_id"), typed: typed(form) },
    { status: answer.refusal.status },
  );
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

const BEARERS = ["oldest_first", "pro_rata", "cooperative"] as const;

export default function StocktakesPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("ledger");
  const f = useFormats();
  const path = usePath();
  const difference = (one: (typeof loaderData.stocktakes)[number]) => {
    if (one.counted_units === null) return "";
    const units = one.counted_units - (one.expected_units ?? 0);
    return f.units(units, one.pool.unit);
  };
  return (
    <div className="stack-l">
      <section className="stack">
        <h1>{loaderData.title}</h1>
        <LedgerNav here="stocktakes" />
        <form method="post" className="stack" noValidate>
          <ProblemSummary problems={actionData?.problems} />
          <div className="fields two">
            <Select
              name="pool_id"
              label={t("pool")}
              required
              defaultValue={actionData?.typed.pool_id}
              problems={actionData?.problems}
            >
              {loaderData.pools.map((pool) => (
                <option key={pool.id} value={pool.id}>
                  {pool.name}
                </option>
              ))}
            </Select>
            <Select
              name="bearer"
              label={t("count.bearer")}
              hint={t("count.bearerHint")}
              defaultValue={actionData?.typed.bearer ?? ""}
            >
              <option value="">{t("count.asSet")}</option>
              {BEARERS.map((bearer) => (
                <option key={bearer} value={bearer}>
                  {t(`bearers.${bearer}`)}
                </option>
              ))}
            </Select>
          </div>
          <button className="button">{t("count.open")}</button>
        </form>
      </section>
      <section className="stack">
        <h2>{t("count.before")}</h2>
        <List
          label={t("count.before")}
          rows={loaderData.stocktakes}
          none={t("count.none")}
          columns={[
            { head: t("when"), of: (one) => f.time(one.at) },
            {
              head: t("pool"),
              name: true,
              of: (one) => <a href={`/${path}/desk/stocktakes/${one.id}`}>{one.pool.name}</a>,
            },
            {
              head: t("count.counted"),
              num: true,
              of: (one) => (one.counted_units === null ? "" : f.units(one.counted_units, one.pool.unit)),
            },
            { head: t("count.difference"), num: true, of: difference },
            { head: t("state"), of: (one) => <StateTag state={one.state} word={t(`countStates.${one.state}`)} /> },
          ]}
          older={
            loaderData.next === null ? null : `/${path}/desk/stocktakes?before=${encodeURIComponent(loaderData.next)}`
          }
        />
      </section>
    </div>
  );
}
