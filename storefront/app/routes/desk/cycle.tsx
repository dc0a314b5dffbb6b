import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { CycleDays, CycleMinimum } from "../../features/cycle/CycleBox";
import { CycleActs } from "../../features/cycle/CycleActs";
import { CycleForm } from "../../features/cycle/CycleForm";
import { cycleTyped, deskCycleSchema, goodsSchema, refusedHere, typedOf } from "../../features/cycle/desk.server";
import { LadderTable } from "../../features/cycle/LadderTable";
import { Simulation } from "../../features/cycle/Simulation";
import { byItsClock, LOOKS, standingOf } from "../../features/cycle/states";
import { NO_FIELD, ProblemSummary } from "../../features/ui/Field";
import { text, typed } from "../../features/ui/form.server";
import { Tag } from "../../features/ui/Tag";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import { momentTyped } from "../../lib/typed.server";
import type { Route } from "./+types/cycle";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const { cycle } = await desk.read(`/desk/cycles/${encodeURIComponent(params.id)}`, deskCycleSchema);
  const draft = cycle.state === "draft";
  const { goods } = draft ? await desk.read("/desk/cycle-goods", goodsSchema) : { goods: [] };
  return { cycle, goods, was: draft ? typedOf(cycle) : {}, now: new Date().toISOString(), title: cycle.name[path] };
}

const ACTS = ["publish", "drop", "call-off", "extend", "between"] as const;

/** Saves the draft, or does one of the acts; what was typed stays when it can't be. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const here = `/desk/cycles/${encodeURIComponent(params.id)}`;
  const version = Number(text(form, "version"));
  const act = ACTS.find((one) => one === text(form, "act"));
  if (act === undefined) {
    const { goods } = await desk.read("/desk/cycle-goods", goodsSchema);
    const { body, problems } = cycleTyped(path, form, goods);
    if (problems.length > 0) return data({ problems, typed: typed(form) }, { status: 400 });
    const saved = await desk.call(here, z.unknown(), { body: { ...body, version } });
    if (saved.ok) return redirect(`/${path}${here}`);
    const found = [refusedHere(path, saved.refusal, "name_zh", body.goods)];
    return data({ problems: found, typed: typed(form) }, { status: saved.refusal.status });
  }
  const body = {
    publish: { version },
    drop: { version },
    "call-off": { words: text(form, "words") },
    extend: { closes: momentTyped(text(form, "longer")) ?? text(form, "longer") },
    between: { sold_between: text(form, "sold_between") === "yes" },
  }[act];
  const answer = await desk.call(`${here}/${act}`, z.unknown(), { body });
  if (answer.ok) return redirect(act === "drop" ? `/${path}/desk/cycles` : `/${path}${here}`);
  const field = { publish: "publish", drop: "publish", "call-off": "words", extend: "longer", between: "between" }[act];
  const refused = refusedHere(path, answer.refusal, field);
  const problems = [{ ...refused, field: refused.field === NO_FIELD ? NO_FIELD : field }];
  return data({ problems, typed: typed(form) }, { status: answer.refusal.status });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function CyclePage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("cycles");
  const f = useFormats();
  const path = usePath();
  const { cycle, goods, now } = loaderData;
  const standing = standingOf(cycle, now);
  const currency = cycle.goods[0]?.ladder.currency ?? "CNY";
  const draft = cycle.state === "draft";
  return (
    <section className="stack">
      <p>
        <a href={`/${path}/desk/cycles`}>{t("title")}</a>
      </p>
      <div className="row between">
        <h1>{cycle.name[path]}</h1>
        <Tag look={LOOKS[standing]}>{t(`standing.${standing}`)}</Tag>
      </div>
      <ProblemSummary problems={actionData?.problems} />
      <div className="panel stack-s">
        <p>
          {t("window", { opens: f.time(byItsClock(cycle.opens)), closes: f.time(byItsClock(cycle.closes)) })}{" "}
          <span className="muted">{t("clock")}</span>
        </p>
        <CycleDays cycle={cycle} />
        {cycle.call_off_words === null ? null : (
          <p className="note warn">{t("calledOff", { words: cycle.call_off_words })}</p>
        )}
        {draft ? null : cycle.ended ? (
          <p>
            {t("endedWith", {
              count: cycle.ended.orders,
              weight: f.weight(cycle.ended.ordered_g),
              back: f.money(cycle.ended.back_minor, currency),
            })}{" "}
            {cycle.unsettled > 0 ? t("unsettled", { count: cycle.unsettled }) : null}
          </p>
        ) : (
          <>
            <p>{t("orderedSoFar", { count: cycle.orders, weight: f.weight(cycle.ordered_g) })}</p>
            {cycle.completing > 0 ? <p className="muted">{t("completing", { count: cycle.completing })}</p> : null}
            <CycleMinimum cycle={cycle} />
          </>
        )}
      </div>
      {cycle.goods.map((good) => (
        <section className="panel stack" key={good.product_id}>
          <h2>{good.title[path]}</h2>
          <p>
            {t("caseIs", { amount: f.units(good.ladder.case_units, good.unit) })}
            {draft
              ? null
              : ` ${t("goodSoFar", { amount: f.units(good.ladder.ordered_units, good.unit), cases: good.ladder.cases })}`}
          </p>
          <LadderTable
            ladder={good.final_step === null ? good.ladder : { ...good.ladder, step: good.final_step }}
            packs={good.packs}
          />
          <Simulation good={good} />
        </section>
      ))}
      <CycleActs cycle={cycle} standing={standing} problems={actionData?.problems} was={actionData?.typed ?? {}} />
      {draft ? (
        <details className="panel" open={actionData?.typed?.act === "save"}>
          <summary>{t("edit")}</summary>
          <CycleForm
            goods={goods}
            was={actionData?.typed?.act === "save" ? actionData.typed : loaderData.was}
            problems={actionData?.problems}
            version={cycle.version}
          />
        </details>
      ) : null}
      <section className="stack-s">
        <h2>{t("events")}</h2>
        <ul className="plain stack-s">
          {cycle.events.map((event) => (
            <li key={event.id}>
              {t(`happened.${event.kind}`)} {event.words === "" ? null : <q>{event.words}</q>}{" "}
              <span className="muted small">
                {f.time(event.at)} {event.person}
              </span>
            </li>
          ))}
        </ul>
      </section>
    </section>
  );
}
