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
        {loaderData.stocktakes.length === 0 ? <p className="panel">{t("count.none")}</p> : null}
        <div className="scroll-x" tabIndex={0} role="region" aria-label={t("count.before")}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t("when")}</th>
                <th scope="col">{t("pool")}</th>
                <th scope="col" className="num">
                  {t("count.counted")}
                </th>
                <th scope="col" className="num">
                  {t("count.difference")}
                </th>
                <th scope="col">{t("state")}</th>
              </tr>
            </thead>
            <tbody>
              {loaderData.stocktakes.map((one) => {
                const difference = (one.counted_units ?? 0) - (one.expected_units ?? 0);
                return (
                  <tr key={one.id}>
                    <td>{f.time(one.at)}</td>
                    <th scope="row">
                      <a href={`/${path}/desk/stocktakes/${one.id}`}>{one.pool.name}</a>
                    </th>
                    <td className="num">
                      {one.counted_units === null ? "" : f.units(one.counted_units, one.pool.unit)}
                    </td>
                    <td className="num">
                      {one.counted_units === null
                        ? ""
                        : `${difference < 0 ? "−" : ""}${f.units(Math.abs(difference), one.pool.unit)}`}
                    </td>
                    <td>
                      <StateTag state={one.state} word={t(`countStates.${one.state}`)} />
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
        {loaderData.next === null ? null : (
          <p>
            <a href={`/${path}/desk/stocktakes?before=${encodeURIComponent(loaderData.next)}`}>{t("older")}</a>
          </p>
        )}
      </section>
    </div>
  );
}
