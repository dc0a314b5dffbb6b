import { randomUUID } from "node:crypto";
import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { useRight } from "../../features/household/right";
import { unitsTyped } from "../../features/ledger/amount.server";
import { ownForecastsSchema } from "../../features/ledger/data.server";
import { refusedAt } from "../../features/ledger/words.server";
import { Input, ProblemSummary, Select, type Problem } from "../../features/ui/Field";
import { text, typed } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/forecasts";
import { today } from "../../lib/today.server";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const home = await member(request, "household", path);
  const own = await home.read("/household/forecasts", ownForecastsSchema, { limit: 20 });
  return { ...own, today: today(), key: randomUUID(), title: say(path)("ownForecasts.title") };
}

/** Says what the household will bring, in jin; or takes it back. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const home = await member(request, "household", path);
  const form = await request.formData();
  const wrong = (problems: Problem[], status: number) =>
    data({ problems, typed: typed(form), key: text(form, "idempotency_key") }, { status });
  if (text(form, "intent") === "withdraw") {
    const answer = await home.call(
      `/household/forecasts/${encodeURIComponent(text(form, "id"))}/withdraw`,
      z.unknown(),
      { method: "POST", body: {} },
    );
    if (answer.ok) return redirect(`/${path}/home/forecasts`);
    return wrong(refusedAt(path, answer.refusal, {}, "amount"), answer.refusal.status);
  }
  const { pools } = await home.read("/household/forecasts", ownForecastsSchema, { limit: 1 });
  const pool = pools.find((one) => one.id === text(form, "pool_id"));
  const typedUnits = unitsTyped(text(form, "amount"), pool?.unit ?? "g");
  // A jin is half a kilogram: what was read as kilograms is twice too much.
  const units = typedUnits === null || pool?.unit === "piece" ? typedUnits : Math.round(typedUnits / 2);
  if (!pool) return wrong([{ field: "pool_id", text: say(path)("refusals.pool_not_found") }], 400);
  if (units === null || units === 0) return wrong([{ field: "amount", text: say(path)("ownForecasts.noAmount") }], 400);
  const answer = await home.call("/household/forecasts", z.unknown(), {
    body: {
      pool_id: pool.id,
      units,
      ready_from: text(form, "ready_from"),
      ready_to: text(form, "ready_to"),
      idempotency_key: text(form, "idempotency_key"),
    },
  });
  if (answer.ok) return redirect(`/${path}/home/forecasts`);
  const fields = { units: "amount", ready_from: "ready_from", ready_to: "ready_to", pool_id: "pool_id" };
  return wrong(refusedAt(path, answer.refusal, fields, "ready_to"), answer.refusal.status);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function OwnForecasts({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("ownForecasts");
  const f = useFormats();
  const path = usePath();
  const may = useRight() !== "look";
  const problems = actionData?.problems;
  const before: Record<string, string> = actionData?.typed ?? {};
  const open = loaderData.forecasts.filter((one) => one.state === "declared");
  return (
    <section className="stack">
      <p>
        <a href={`/${path}/home`}>{t("back")}</a>
      </p>
      <h1>{t("title")}</h1>
      <p>{t("note")}</p>
      {open.map((one) => (
        <article key={one.id} className="panel stack-s">
          <h2>
            {one.produce_name[path]} {f.units(one.units, one.unit)}
          </h2>
          <p>
            {t("ready", { dates: f.dates(one.ready_from, one.ready_to) })}
            {one.delivered_units > 0 ? ` · ${t("brought", { amount: f.units(one.delivered_units, one.unit) })}` : ""}
          </p>
          {may ? (
            <form method="post">
              <input type="hidden" name="id" value={one.id} />
              <button className="button second wide" name="intent" value="withdraw">
                {t("withdraw")}
              </button>
            </form>
          ) : null}
        </article>
      ))}
      <h2>{t("new")}</h2>
      {!may ? (
        <p className="note">{t("lookOnly")}</p>
      ) : loaderData.pools.length === 0 ? (
        <p className="panel">{t("noPools")}</p>
      ) : (
        <form method="post" className="stack" noValidate>
          <ProblemSummary problems={problems} />
          <input type="hidden" name="idempotency_key" value={actionData?.key ?? loaderData.key} />
          <Select name="pool_id" label={t("produce")} defaultValue={before.pool_id} problems={problems}>
            {loaderData.pools.map((pool) => (
              <option key={pool.id} value={pool.id}>
                {pool.produce_name[path]} · {pool.grade_name[path]}
              </option>
            ))}
          </Select>
          <Input
            name="amount"
            label={t("amount")}
            hint={t("amountHint")}
            inputMode="decimal"
            autoComplete="off"
            required
            defaultValue={before.amount}
            problems={problems}
          />
          <Input
            name="ready_from"
            label={t("from")}
            type="date"
            min={loaderData.today}
            required
            defaultValue={before.ready_from ?? loaderData.today}
            problems={problems}
          />
          <Input
            name="ready_to"
            label={t("to")}
            type="date"
            min={loaderData.today}
            required
            defaultValue={before.ready_to}
            problems={problems}
          />
          <button className="button wide">{t("say")}</button>
        </form>
      )}
    </section>
  );
}
