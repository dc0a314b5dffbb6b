import { randomUUID } from "node:crypto";
import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { BankNav } from "../../features/bank/BankNav";
import { CapPanel } from "../../features/settlement/CapPanel";
import { ClawbackFacts } from "../../features/settlement/ClawbackFacts";
import { capSchema, capTyped, clawbacksSchema, refusedMoney } from "../../features/settlement/data.server";
import { ReservePanel } from "../../features/settlement/ReservePanel";
import { ClawbackTag } from "../../features/settlement/tags";
import { ProblemSummary, TextArea, type Problem } from "../../features/ui/Field";
import { amountWrong, text, typed } from "../../features/ui/form.server";
import { Older } from "../../features/ui/Older";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { exampleAmount, minorTyped } from "../../lib/money.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/clawbacks";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const cursor = new URL(request.url).searchParams.get("cursor") ?? undefined;
  const [list, cap] = await Promise.all([
    desk.read("/desk/clawbacks", clawbacksSchema, { cursor }),
    desk.read("/desk/clawback-cap", capSchema),
  ]);
  return { ...list, cap, key: randomUUID(), title: say(path)("clawbacks.title") };
}

/** Lets one be, proposes or decides the cap, fills the reserve: each is one form. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const t = say(path);
  const act = text(form, "act");
  const id = text(form, "id");
  const wordsField = act === "waive" ? `words-${id}` : act === "reserve" ? "reserve_words" : "cap_words";
  const words = text(form, wordsField);
  const problems: Problem[] = [];
  const cap_bp = capTyped(text(form, "percent"));
  if (act === "cap" && cap_bp === null) problems.push({ field: "percent", text: t("clawbacks.problems.percent") });
  const currency = text(form, "currency");
  const amount = minorTyped(text(form, "amount"), currency);
  if (act === "reserve" && !amount) {
    const otherwise = t("clawbacks.problems.amount", { example: exampleAmount(currency) });
    problems.push({ field: "amount", text: amountWrong(path, text(form, "amount"), currency, otherwise) });
  }
  if (act !== "decide" && words.length < 2) problems.push({ field: wordsField, text: t("clawbacks.problems.words") });
  if (problems.length > 0) return data({ problems, typed: typed(form) }, { status: 400 });
  const sign = text(form, "direction") === "out" ? -1 : 1;
  const [at, body] =
    act === "waive"
      ? [`/desk/clawbacks/${encodeURIComponent(id)}/waive`, { words }]
      : act === "reserve"
        ? [
            "/desk/reserve",
            {
              currency,
              amount_minor: sign * (amount ?? 0),
              words,
              idempotency_key: text(form, "idempotency_key"),
            },
          ]
        : act === "cap"
          ? ["/desk/clawback-cap", { cap_bp, words }]
          : [`/desk/clawback-cap/${encodeURIComponent(id)}/decision`, { decision: text(form, "decision") }];
  const answer = await desk.call(at, z.unknown(), { body });
  if (answer.ok) return redirect(`/${path}/desk/clawbacks`);
  const field = act === "reserve" ? "amount" : act === "decide" ? "decision" : wordsField;
  return data(
    { problems: refusedMoney(path, answer.refusal, field), typed: typed(form) },
    { status: answer.refusal.status },
  );
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function ClawbacksPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("clawbacks");
  const f = useFormats();
  const path = usePath();
  const { clawbacks, next, cap, key, title } = loaderData;
  const was: Record<string, string> = actionData?.typed ?? {};
  const problems = actionData?.problems;
  return (
    <div className="stack-l">
      <BankNav here="clawbacks" />
      <section className="stack">
        <h1>{title}</h1>
        <p>{t("lead", { percent: f.percent(cap.cap_bp, 10_000) })}</p>
        <ProblemSummary problems={problems} />
        {clawbacks.length === 0 ? <p className="panel">{t("none")}</p> : null}
        {clawbacks.map((one) => (
          <article key={one.id} className="panel stack-s">
            <div className="row between">
              <h2>
                <a href={`/${path}/desk/households/${one.household.id}`}>
                  {one.household.name} {one.household.card_number}
                </a>
              </h2>
              <ClawbackTag state={one.state} />
            </div>
            <p>
              {t("why", { lot: one.lot_number, date: f.date(one.at), order: one.order_number ?? "" })}{" "}
              {one.claim_id === null ? null : (
                <a href={`/${path}/desk/claims/${one.claim_id}`}>{t("claim", { number: one.claim_number })}</a>
              )}
            </p>
            {one.found === "" ? null : <p>{t("found", { words: one.found })}</p>}
            <ClawbackFacts clawback={one} />
            {one.objections.map((objection) => (
              <p key={objection.at} className="note warn">
                {t("objection", { date: f.date(objection.at), words: objection.words })}
              </p>
            ))}
            {one.close_reason ? <p className="note">{t("closed", { words: one.close_reason })}</p> : null}
            {one.state === "open" || one.state === "done" ? (
              <details open={was.act === "waive" && was.id === one.id}>
                <summary>{t("waive.open")}</summary>
                <form method="post" className="stack" noValidate>
                  <input type="hidden" name="id" value={one.id} />
                  <p>{t("waive.what")}</p>
                  <TextArea
                    name={`words-${one.id}`}
                    label={t("waive.words")}
                    rows={2}
                    maxLength={500}
                    defaultValue={was[`words-${one.id}`]}
                    problems={problems}
                  />
                  <button className="button second" name="act" value="waive">
                    {t("waive.send")}
                  </button>
                </form>
              </details>
            ) : null}
          </article>
        ))}
        <Older href={next === null ? null : `/${path}/desk/clawbacks?cursor=${encodeURIComponent(next)}`} />
      </section>
      <ReservePanel cap={cap} token={key} was={was} problems={problems} />
      <CapPanel cap={cap} was={was} problems={problems} />
    </div>
  );
}
