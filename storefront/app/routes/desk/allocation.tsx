import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { allocationSchema, simulationSchema, swapSchema, type Simulation } from "../../features/allocation/data.server";
import { problem, readRule, refused, unitsOf, type AllocationField } from "../../features/allocation/form.server";
import { LotsTable } from "../../features/allocation/LotsTable";
import { RuleFields } from "../../features/allocation/RuleFields";
import { SimulationResult } from "../../features/allocation/SimulationResult";
import { SwapForm } from "../../features/allocation/SwapForm";
import { WantedOn } from "../../features/packing/Wanted";
import { newKey } from "../../features/weigh-in/weigh-in.server";
import { ProblemSummary, type Problem } from "../../features/ui/Field";
import { text, typed } from "../../features/ui/form.server";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member, type Member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/allocation";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const { searchParams } = new URL(request.url);
  const at = `/desk/orders/${encodeURIComponent(params.id)}`;
  const allocation = await desk.read(`${at}/allocation`, allocationSchema, {
    after: searchParams.get("after") ?? undefined,
  });
  const asked = Object.fromEntries(searchParams);
  const line = allocation.lines.find((one) => one.order_line_id === asked.line) ?? allocation.lines[0];
  const simulated = line && asked.rule !== undefined ? await simulate(desk, path, at, line, asked) : NOT_ASKED;
  return {
    allocation,
    line,
    asked,
    ...simulated,
    key: newKey(),
    swapped: searchParams.has("swapped"),
    title: say(path)("allocation.title", { number: allocation.display_id ?? "" }),
  };
}

interface Simulated {
  simulation: Simulation | null;
  problems: Problem[];
}
const NOT_ASKED: Simulated = { simulation: null, problems: [] };

async function simulate(
  desk: Member,
  path: Path,
  at: string,
  line: { order_line_id: string; unit: "g" | "piece" },
  asked: Record<string, string>,
): Promise<Simulated> {
  const read = readRule(asked, line.unit);
  if (!read.ok) return { simulation: null, problems: read.fields.map((field) => problem(path, field)) };
  const query = { order_line_id: line.order_line_id, ...read.rule };
  const answer = await desk.call(`${at}/simulation`, simulationSchema, { query });
  return answer.ok
    ? { ...answer.value, problems: [] }
    : { simulation: null, problems: [refused(path, answer.refusal, "rule")] };
}

/** Swaps; what was typed stays when the backend says no. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const units = unitsOf(text(form, "units"), text(form, "unit") === "piece" ? "piece" : "g");
  const missing: AllocationField[] = (["from_lot_id", "to_lot_id"] as const).filter(
    (field) => text(form, field) === "",
  );
  if (units === null) missing.push("units");
  if (text(form, "reason").length < 3) missing.push("reason");
  const wrong = (problems: Problem[], status: number) => data({ problems, typed: typed(form) }, { status });
  if (missing.length > 0) {
    return wrong(
      missing.map((field) => problem(path, field)),
      400,
    );
  }
  const order_line_id = text(form, "order_line_id");
  const answer = await desk.call(`/desk/orders/${encodeURIComponent(params.id)}/swaps`, swapSchema, {
    body: {
      order_line_id,
      from_lot_id: text(form, "from_lot_id"),
      to_lot_id: text(form, "to_lot_id"),
      units,
      reason: text(form, "reason"),
      idempotency_key: text(form, "idempotency_key"),
    },
  });
  if (!answer.ok) return wrong([refused(path, answer.refusal, "units")], answer.refusal.status);
  return redirect(
    `/${path}/desk/orders/${encodeURIComponent(params.id)}/allocation?swapped&line=${encodeURIComponent(order_line_id)}`,
  );
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function AllocationPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("allocation");
  const choices = useTranslations("short.choices");
  const f = useFormats();
  const path = usePath();
  const { allocation, line: chosen, asked, simulation, problems, title } = loaderData;
  const here = `/${path}/desk/orders/${encodeURIComponent(allocation.order_id)}/allocation`;
  return (
    <div className="stack-l">
      <section className="stack">
        <p>
          <a href={`/${path}/desk/parcels`}>{t("toOrders")}</a>
        </p>
        <h1>{title}</h1>
        {allocation.wanted_on === null ? null : (
          <p>
            <WantedOn day={allocation.wanted_on} />
          </p>
        )}
        {allocation.short_choice === null ? null : (
          <p className="note">{t("shortChoice", { choice: choices(allocation.short_choice) })}</p>
        )}
        {loaderData.swapped ? (
          <p className="note good" role="status">
            {t("swapped")}
          </p>
        ) : null}
      </section>
      {allocation.lines.map((line) => (
        <section key={`${line.order_line_id}/${line.pool_id}`} className="stack">
          <h2>{[line.produce_name[path], line.grade_name[path]].join(" · ")}</h2>
          <p>
            {t("filled", {
              amount: f.units(line.units, line.unit),
              lots: line.lots,
              households: line.households,
              rule: t(`rules.${line.rule}`),
            })}
          </p>
          <LotsTable
            line={line}
            lots={allocation.lots.filter(
              (lot) => lot.order_line_id === line.order_line_id && lot.pool_id === line.pool_id,
            )}
          />
          {line === chosen || line.order_line_id === chosen?.order_line_id ? null : (
            <p>
              <a href={`${here}?line=${encodeURIComponent(line.order_line_id)}`}>{t("workOn")}</a>
            </p>
          )}
        </section>
      ))}
      {allocation.next === null ? null : (
        <p>
          <a href={`${here}?after=${encodeURIComponent(allocation.next)}`}>{t("more")}</a>
        </p>
      )}
      {chosen ? (
        <section className="stack">
          <h2>{t("swapTitle", { produce: chosen.produce_name[path] })}</h2>
          <p>{t("swapIntro")}</p>
          <SwapForm
            line={chosen}
            allocation={allocation}
            idempotency_key={actionData?.typed.idempotency_key ?? loaderData.key}
            typed={actionData?.typed ?? {}}
            problems={actionData?.problems}
          />
        </section>
      ) : null}
      {allocation.swaps.length > 0 ? (
        <section className="stack">
          <h2>{t("swaps")}</h2>
          <ul className="plain stack-s">
            {allocation.swaps.map((swap) => (
              <li key={swap.id} className="panel">
                {t("swapSaid", {
                  time: f.time(swap.at),
                  person: swap.person === "system" ? t("system") : swap.person,
                  amount: f.units(swap.units, swap.unit),
                  from: swap.from_lot_number,
                  to: swap.to_lot_number,
                  reason: swap.reason,
                })}
                {swap.undone ? <strong> {t("undone")}</strong> : null}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {chosen ? (
        <section className="stack">
          <h2>{t("tryOrder", { produce: chosen.produce_name[path] })}</h2>
          <p>{t("tryOrderIntro")}</p>
          <form method="get" action={`${here}#simulation`} className="stack" noValidate>
            <ProblemSummary problems={problems} />
            <input type="hidden" name="line" value={chosen.order_line_id} />
            <RuleFields unit={chosen.unit} typed={asked} problems={problems} />
            <button className="button">{t("try")}</button>
          </form>
        </section>
      ) : null}
      {simulation ? <SimulationResult simulation={simulation} /> : null}
    </div>
  );
}
