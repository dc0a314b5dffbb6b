import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { refusedPatronage, runSchema } from "../../features/patronage/data.server";
import { RunTag } from "../../features/patronage/RunTag";
import { ShareList } from "../../features/patronage/ShareList";
import { ProblemSummary, TextArea, type Problem } from "../../features/ui/Field";
import { text, typed } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/patronage-run";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const after = new URL(request.url).searchParams.get("after") ?? undefined;
  const found = await desk.read(`/desk/patronage/runs/${encodeURIComponent(params.id)}`, runSchema, { after });
  return { ...found, title: say(path)("patronage.titleOf", { year: String(found.run.year) }) };
}

/** The second person's word, or that it be taken back. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const act = text(form, "act");
  const words = text(form, "words");
  const problems: Problem[] = [];
  if (act === "ask" && words.length < 2)
    problems.push({ field: "words", text: say(path)("patronage.problems.because") });
  if (problems.length > 0) return data({ problems, typed: typed(form) }, { status: 400 });
  const at = `/desk/patronage/runs/${encodeURIComponent(params.id)}`;
  const [to, body] =
    act === "ask"
      ? [`${at}/reversal`, { act, words }]
      : act === "take-back"
        ? [`${at}/reversal`, { act: "confirm" }]
        : [`${at}/decision`, { decision: act === "confirmed" ? "confirmed" : "dropped", words }];
  const answer = await desk.call(to, z.unknown(), { body });
  if (answer.ok) return redirect(`/${path}/desk/patronage/${params.id}`);
  return data(
    { problems: refusedPatronage(path, answer.refusal, "decide"), typed: typed(form) },
    { status: answer.refusal.status },
  );
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

/** One refund: its terms, who said what, and every household's part with its reason. */
export default function PatronageRunPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("patronage");
  const f = useFormats();
  const path = usePath();
  const { run, shares, next, may_decide, title } = loaderData;
  const problems = actionData?.problems;
  const was: Record<string, string> = actionData?.typed ?? {};
  const money = (amount: number) => f.money(amount, run.currency);
  const mayDrop = run.state === "proposed" && (run.proposed_by_me || may_decide);
  const mayConfirm = run.state === "proposed" && !run.proposed_by_me && may_decide;
  const asked = run.state === "posted" && run.reversal_asked_by !== null;
  return (
    <div className="stack-l">
      <section className="stack narrow">
        <p>
          <a href={`/${path}/desk/patronage`}>{t("all")}</a>
        </p>
        <div className="row between">
          <h1>{title}</h1>
          <RunTag state={run.state} />
        </div>
        <ProblemSummary problems={problems} />
        <table>
          <caption>{t("terms")}</caption>
          <tbody>
            {(
              [
                ["yearSurplus", money(run.surplus_minor)],
                ["distributed", money(run.distributable_minor)],
                ["sharePart", f.percent(run.share_bp, 10_000)],
                ["refund", money(run.refund_minor)],
              ] as const
            ).map(([name, value]) => (
              <tr key={name}>
                <th scope="row">{t(name)}</th>
                <td className="num">{value}</td>
              </tr>
            ))}
            <tr>
              <th scope="row">{t("basis")}</th>
              <td>{t(`bases.${run.basis}`)}</td>
            </tr>
          </tbody>
        </table>
        <p>{t("said", { person: run.proposed_by, at: f.time(run.at), words: run.words })}</p>
        {run.decided_by === null || run.decided_at === null ? null : (
          <p>
            {t(run.state === "dropped" ? "wasDropped" : "wasPosted", {
              person: run.decided_by,
              at: f.time(run.decided_at),
            })}{" "}
            {run.decided_words}
          </p>
        )}
        {run.reversal_asked_by === null ? null : (
          <p className="note warn">
            {t("reversalAsked", { person: run.reversal_asked_by, words: run.reversal_words ?? "" })}
          </p>
        )}
        {run.reversed_by === null || run.reversed_at === null ? null : (
          <p>{t("wasReversed", { person: run.reversed_by, at: f.time(run.reversed_at) })}</p>
        )}
        {run.state === "proposed" && !mayConfirm ? <p className="note">{t("waitsFor")}</p> : null}
      </section>
      {mayDrop ? (
        <form method="post" className="panel stack narrow" id="decide" noValidate>
          <TextArea name="words" label={t("decideWords")} rows={2} maxLength={500} defaultValue={was.words} />
          <div className="row">
            {mayConfirm ? (
              <button className="button" name="act" value="confirmed">
                {t("confirm", { refund: money(run.refund_minor), count: run.households })}
              </button>
            ) : null}
            <button className="button second" name="act" value="dropped">
              {t("drop")}
            </button>
          </div>
        </form>
      ) : null}
      {asked && !run.reversal_asked_by_me && may_decide ? (
        <form method="post" className="panel stack narrow" id="decide" noValidate>
          <p>{t("takeBackWhat")}</p>
          <button className="button second" name="act" value="take-back">
            {t("takeBack", { refund: money(run.refund_minor) })}
          </button>
        </form>
      ) : null}
      {run.state === "posted" && !asked ? (
        <details className="narrow" open={was.act === "ask"}>
          <summary>{t("askReversal")}</summary>
          <form method="post" className="stack" id="decide" noValidate>
            <p>{t("reversalWhat")}</p>
            <TextArea
              name="words"
              label={t("because")}
              rows={2}
              maxLength={500}
              defaultValue={was.words}
              problems={problems}
            />
            <button className="button second" name="act" value="ask">
              {t("ask")}
            </button>
          </form>
        </details>
      ) : null}
      <section className="stack">
        <h2>{t("shares")}</h2>
        <ShareList
          shares={shares}
          currency={run.currency}
          older={next === null ? null : `?after=${encodeURIComponent(next)}`}
        />
      </section>
    </div>
  );
}
