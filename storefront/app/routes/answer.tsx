import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { titlesIn, titlesOf } from "../features/produce/names.server";
import { questionSchema } from "../features/shorts/data.server";
import { GradeOffer } from "../features/shorts/GradeOffer";
import { inWords } from "../features/ui/form.server";
import { say } from "../i18n/say.server";
import { call, read } from "../lib/api.server";
import { useFormats } from "../lib/formats";
import { pathParam } from "../lib/path";
import type { Route } from "./+types/answer";

/** A plain form: whoever opens the link on whatever phone can answer. */
export const handle = { plain: true };

export async function loader({ params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const { question } = await read(`/store/short-questions/${encodeURIComponent(params.token)}`, questionSchema);
  const titled = await titlesIn(path, titlesOf(question.lines));
  return { question: { ...question, lines: titled(question.lines) }, title: say(path)("answer.title") };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const said = (await request.formData()).get("answer") === "accept" ? "accept" : "decline";
  const answer = await call(`/store/short-questions/${encodeURIComponent(params.token)}`, questionSchema, {
    body: { answer: said },
  });
  if (!answer.ok) return data({ problem: inWords(path, answer.refusal) }, { status: answer.refusal.status });
  return redirect(`/${path}/answer/${params.token}`);
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.title ?? ""} · Commonlot` },
  { name: "robots", content: "noindex" },
];

export default function AnswerPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("answer");
  const g = useTranslations("otherGrade");
  const f = useFormats();
  const { question } = loaderData;
  const grade = question.about === "other_grade";
  const total = question.lines.reduce((sum, line) => sum + line.refund_minor, 0);
  return (
    <div className="narrow stack">
      <h1 className="section-title">{t("title")}</h1>
      {actionData ? (
        <p className="problems" role="alert">
          {actionData.problem}
        </p>
      ) : null}
      <p>{t("lead")}</p>
      <ul className="plain stack-s">
        {question.lines.map((line, index) => (
          <li key={index} className="panel">
            {line.packs_short > 0 || line.regraded === 0
              ? t("line", { title: line.title, packs: line.packs, short: line.packs_short })
              : g("filled", { title: line.title, packs: line.regraded })}
            {question.currency === null ? null : <GradeOffer line={line} currency={question.currency} />}
          </li>
        ))}
      </ul>
      {question.currency === null || total === 0 ? null : (
        <p>{(grade ? g : t)("refund", { amount: f.moneyInWords(total, question.currency) })}</p>
      )}
      {question.wait_days === null ? null : <p>{t("waits", { days: question.wait_days })}</p>}
      {question.open ? <p>{(grade ? g : t)("due", { at: f.timeThere(question.due_at) })}</p> : null}
      {question.answer === null ? null : (
        <p className="note good" role="status">
          {(grade ? g : t)(question.answer === "accept" ? "accepted" : "declined")}
        </p>
      )}
      {question.open ? (
        <form method="post" className="row">
          <button className="button" name="answer" value="accept">
            {(grade ? g : t)("accept")}
          </button>
          <button className="button second" name="answer" value="decline">
            {(grade ? g : t)("decline")}
          </button>
        </form>
      ) : question.answer === null ? (
        <p className="note">{t("over")}</p>
      ) : null}
    </div>
  );
}
