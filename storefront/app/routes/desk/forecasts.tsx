import { randomUUID } from "node:crypto";
import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { poolsSchema } from "../../features/desk/data.server";
import { unitsTyped } from "../../features/ledger/amount.server";
import { forecastsSchema, type Forecast } from "../../features/ledger/data.server";
import { LedgerNav } from "../../features/ledger/LedgerNav";
import { poolName, poolOf } from "../../features/ledger/names";
import { refusalWords, refusedAt } from "../../features/ledger/words.server";
import { Input, ProblemSummary, Select, type Problem } from "../../features/ui/Field";
import { text, typed } from "../../features/ui/form.server";
import { List } from "../../features/ui/List";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/forecasts";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const asked = new URL(request.url).searchParams;
  const pool_id = asked.get("pool") ?? undefined;
  const cursor = asked.get("before") ?? undefined;
  const [{ pools }, { forecasts, next }] = await Promise.all([
    desk.read("/desk/pools", poolsSchema),
    desk.read("/desk/forecasts", forecastsSchema, { pool_id, cursor, open: "true", limit: 50 }),
  ]);
  return {
    pools: pools.map((pool) => ({
      id: pool.id,
      name: poolName(pool, path),
      unit: pool.unit,
      preorders: pool.preorders,
    })),
    forecasts,
    pool_id,
    next,
    key: randomUUID(),
    title: say(path)("ledger.pages.forecasts"),
  };
}

const foundSchema = z.object({ households: z.array(z.object({ id: z.string(), card_number: z.string() })) });

/** Ends a declared harvest, or writes one down for a household by its card. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const intent = text(form, "intent");
  if (intent === "delivered" || intent === "withdrawn") {
    const answer = await desk.call(`/desk/forecasts/${encodeURIComponent(text(form, "id"))}/end`, z.unknown(), {
      body: { to: intent },
    });
    if (answer.ok) return redirect(`/${path}/desk/forecasts`);
    return data(
      { problems: undefined, problem: refusalWords(path, answer.refusal), typed: {}, key: null },
      { status: answer.refusal.status },
    );
  }
  const t = say(path);
  const wrong = (problems: Problem[], status: number) =>
    data({ problems, problem: null, typed: typed(form), key: text(form, "idempotency_key") }, { status });
  const { pools } = await desk.read("/desk/pools", poolsSchema);
  const pool_id = text(form, "pool_id");
  const units = unitsTyped(text(form, "amount"), poolOf(pools, pool_id, path).unit);
  const card = text(form, "card_number").normalize("NFKC").toUpperCase().replace(/\s/g, "");
  const { households } = await desk.read("/desk/households", foundSchema, { q: card === "" ? "-" : card, limit: 5 });
  const household = households.find((one) => one.card_number === card);
  const problems: Problem[] = [];
  if (!household) problems.push({ field: "card_number", text: t("refusals.household_not_found") });
  if (units === null || units === 0) problems.push({ field: "amount", text: t("ledger.noAmount") });
  if (!household || units === null || problems.length > 0) return wrong(problems, 400);
  const answer = await desk.call("/desk/forecasts", z.unknown(), {
    body: {
      household_id: household.id,
      pool_id,
      units,
      ready_from: text(form, "ready_from"),
      ready_to: text(form, "ready_to"),
      idempotency_key: text(form, "idempotency_key"),
    },
  });
  if (answer.ok) return redirect(`/${path}/desk/forecasts`);
  const fields = { units: "amount", ready_from: "ready_from", ready_to: "ready_to", pool_id: "pool_id" };
  return wrong(refusedAt(path, answer.refusal, fields, "ready_to"), answer.refusal.status);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function ForecastsPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("ledger");
  const f = useFormats();
  const p = useTranslations("preorder");
  const path = usePath();
  const awaited = loaderData.pools.filter((pool) => pool.preorders.buyers > 0);
  const problems = actionData?.problems;
  const before: Record<string, string> = actionData?.typed ?? {};
  const ratio = (one: Forecast) =>
    one.ratio_bp === null ? t("forecast.noPast") : t("forecast.past", { ratio: f.percent(one.ratio_bp, 10_000) });
  return (
    <div className="stack-l">
      <section className="stack">
        <h1>{loaderData.title}</h1>
        <LedgerNav here="forecasts" />
        <p className="note">{t("forecast.note")}</p>
        {actionData?.problem ? (
          <p className="problems" role="alert">
            {actionData.problem}
          </p>
        ) : null}
        <List
          label={loaderData.title}
          rows={loaderData.forecasts}
          none={t("forecast.none")}
          columns={[
            {
              head: t("household"),
              name: true,
              of: (one) => (one.household ? `${one.household.name} ${one.household.card_number}` : ""),
            },
            { head: t("forecast.produce"), of: (one) => `${one.produce_name[path]} · ${one.grade_name[path]}` },
            { head: t("forecast.ready"), of: (one) => f.dates(one.ready_from, one.ready_to) },
            { head: t("forecast.declared"), num: true, of: (one) => f.units(one.units, one.unit) },
            { head: t("forecast.brought"), num: true, of: (one) => f.units(one.delivered_units, one.unit) },
            {
              head: t("forecast.expected"),
              num: true,
              of: (one) => (
                <>
                  {f.units(one.expected_units, one.unit)}
                  <br />
                  <span className="muted small">{ratio(one)}</span>
                </>
              ),
            },
            {
              head: t("forecast.end"),
              of: (one) => (
                <form method="post" className="row">
                  <input type="hidden" name="id" value={one.id} />
                  <button className="button second" name="intent" value="delivered">
                    {t("forecast.allIn")}
                  </button>
                  <button className="button quiet" name="intent" value="withdrawn">
                    {t("forecast.withdraw")}
                  </button>
                </form>
              ),
            },
          ]}
          older={
            loaderData.next === null ? null : `/${path}/desk/forecasts?before=${encodeURIComponent(loaderData.next)}`
          }
        />
      </section>
      {awaited.length === 0 ? null : (
        <section className="stack">
          <h2>{p("desk")}</h2>
          <p>{p("deskLead")}</p>
          <List
            label={p("desk")}
            rows={awaited}
            none=""
            columns={[
              { head: p("deskPool"), name: true, of: (one) => one.name },
              { head: p("deskBuyers"), num: true, of: (one) => String(one.preorders.buyers) },
              { head: p("deskWanted"), num: true, of: (one) => f.units(one.preorders.units, one.unit) },
              { head: p("deskKept"), num: true, of: (one) => f.units(one.preorders.kept_units, one.unit) },
            ]}
            older={null}
          />
        </section>
      )}
      <section className="stack">
        <h2>{t("forecast.new")}</h2>
        <form method="post" className="stack" noValidate>
          <ProblemSummary problems={problems} />
          <input type="hidden" name="idempotency_key" value={actionData?.key ?? loaderData.key} />
          <div className="fields two">
            <Input
              name="card_number"
              label={t("forecast.card")}
              autoComplete="off"
              autoCapitalize="characters"
              required
              defaultValue={before.card_number}
              problems={problems}
            />
            <Select
              name="pool_id"
              label={t("pool")}
              defaultValue={before.pool_id ?? loaderData.pool_id}
              problems={problems}
            >
              {loaderData.pools.map((pool) => (
                <option key={pool.id} value={pool.id}>
                  {pool.name}
                </option>
              ))}
            </Select>
            <Input
              name="amount"
              label={t("hold.amount")}
              inputMode="decimal"
              autoComplete="off"
              required
              defaultValue={before.amount}
              problems={problems}
            />
            <Input
              name="ready_from"
              label={t("forecast.from")}
              type="date"
              required
              defaultValue={before.ready_from}
              problems={problems}
            />
            <Input
              name="ready_to"
              label={t("forecast.to")}
              type="date"
              required
              defaultValue={before.ready_to}
              problems={problems}
            />
          </div>
          <button className="button">{t("forecast.write")}</button>
        </form>
      </section>
    </div>
  );
}
