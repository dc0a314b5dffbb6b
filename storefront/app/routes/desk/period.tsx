import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { periodDetailSchema } from "../../features/desk/data.server";
import { stateToRead } from "../../features/settlement/period-state";
import { PeriodActs } from "../../features/settlement/PeriodActs";
import { StateTag } from "../../features/desk/StateTag";
import { PaperButton } from "../../features/statement/PaperButton";
import { askPaper } from "../../features/statement/print.server";
import { inWords, text } from "../../features/ui/form.server";
import { formatsOf, useFormats } from "../../lib/formats";
import { localeOf } from "../../i18n/locale";
import { List } from "../../features/ui/List";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/period";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const cursor = new URL(request.url).searchParams.get("cursor") ?? undefined;
  const at = `/desk/settlement-periods/${encodeURIComponent(params.id)}`;
  const { period } = await desk.read(at, periodDetailSchema, { cursor });
  return { period, title: formatsOf(localeOf(path)).dates(period.from, period.to) };
}

/** Settles, approves, or removes; the backend sees to it that the same person does not settle and approve. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  if (text(form, "act") === "print") return askPaper(desk, path, form, "desk");
  const intent = form.get("intent");
  const act = intent === "approve" || intent === "remove" ? intent : "settle";
  const answer = await desk.call(`/desk/settlement-periods/${encodeURIComponent(params.id)}/${act}`, z.unknown(), {
    body: act === "settle" && text(form, "last_day_goes_on") === "yes" ? { last_day_goes_on: true } : {},
  });
  if (!answer.ok) return data({ problem: inWords(path, answer.refusal) }, { status: answer.refusal.status });
  return redirect(act === "remove" ? `/${path}/desk/settlement` : `/${path}/desk/settlement/${params.id}`);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function PeriodPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("settlement");
  const p = useTranslations("period");
  const f = useFormats();
  const path = usePath();
  const { period, title } = loaderData;
  const state = stateToRead(period);
  return (
    <div className="stack">
      <p>
        <a href={`/${path}/desk/settlement`}>{p("back")}</a>
      </p>
      <div className="row between">
        <h1>{title}</h1>
        <StateTag state={state} word={t(`states.${state}`)} />
      </div>
      {actionData ? (
        <p className="problems" role="alert">
          {actionData.problem}
        </p>
      ) : null}
      <PeriodActs period={period} />
      {period.state === "open" ? (
        <details className="panel">
          <summary>{p("remove")}</summary>
          <form method="post" className="stack">
            <p>{p("removeNote")}</p>
            <button className="button second" name="intent" value="remove">
              {p("removeNow", { days: title })}
            </button>
          </form>
        </details>
      ) : null}
      {period.state === "settling" ? (
        <p>
          <a href={`/${path}/desk/settlement/${period.id}`}>{p("look")}</a>
        </p>
      ) : null}
      {period.households.length === 0 ? (
        <p className="panel">{p("none")}</p>
      ) : (
        <div className="row">
          <a className="button second" href={`/${path}/desk/settlement/${period.id}/totals`}>
            {p("totals")}
          </a>
          {(["statements", "statements_large"] as const).map((kind) => (
            <PaperButton key={kind} kind={kind} of={{ period_id: period.id }}>
              {p(`print.${kind}`)}
            </PaperButton>
          ))}
        </div>
      )}
      <section className="stack">
        <h2>{p("statements")}</h2>
        <List
          label={p("statements")}
          rows={period.households}
          none={p("noStatements")}
          more={period.next === null ? null : `?cursor=${encodeURIComponent(period.next)}`}
          columns={[
            {
              head: p("household"),
              name: true,
              of: (one) => [one.household_name, one.card_number].filter(Boolean).join(" "),
            },
            {
              head: p("statement"),
              of: (one) => <a href={`/${path}/desk/statements/${one.id}`}>{one.number}</a>,
            },
            { head: p("gross"), num: true, of: (one) => f.money(one.gross_minor, one.currency) },
            { head: p("deductions"), num: true, of: (one) => f.money(one.deductions_minor, one.currency) },
            { head: p("net"), num: true, of: (one) => f.money(one.net_minor, one.currency) },
            { head: p("paid"), num: true, of: (one) => f.money(one.paid_minor, one.currency) },
            { head: p("onItsWay"), num: true, of: (one) => f.money(one.on_its_way_minor, one.currency) },
            { head: p("remaining"), num: true, of: (one) => f.money(one.remaining_minor, one.currency) },
            { head: p("flags"), of: (one) => one.flags.map((flag) => p(`flag.${flag}`)).join(" · ") },
          ]}
        />
      </section>
    </div>
  );
}
