import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { BankNav } from "../../features/bank/BankNav";
import { refusedReversal, reversalsSchema, type Reversal } from "../../features/reversal/data.server";
import { ReversalTag } from "../../features/reversal/ReversalTag";
import { ProblemSummary } from "../../features/ui/Field";
import { text } from "../../features/ui/form.server";
import { Older } from "../../features/ui/Older";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/reversals";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const cursor = new URL(request.url).searchParams.get("cursor") ?? undefined;
  const list = await desk.read("/desk/reversals", reversalsSchema, { cursor });
  return { ...list, title: say(path)("reversals.title") };
}

/** The second person lets it go, or somebody drops it. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const id = text(form, "id");
  const answer = await desk.call(`/desk/reversals/${encodeURIComponent(id)}/decision`, z.unknown(), {
    body: { decision: text(form, "decision") },
  });
  if (answer.ok) return redirect(`/${path}/desk/reversals`);
  return data({ problems: refusedReversal(path, answer.refusal, `decision-${id}`) }, { status: answer.refusal.status });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function ReversalsPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("reversals");
  const path = usePath();
  const { reversals, next, title } = loaderData;
  return (
    <div className="stack-l">
      <BankNav here="reversals" />
      <section className="stack">
        <h1>{title}</h1>
        <p>{t("lead")}</p>
        <ProblemSummary problems={actionData?.problems} />
        {reversals.length === 0 ? <p className="panel">{t("none")}</p> : null}
        {reversals.map((one) => (
          <ReversalCard key={one.id} reversal={one} />
        ))}
        <Older href={next === null ? null : `/${path}/desk/reversals?cursor=${encodeURIComponent(next)}`} />
      </section>
    </div>
  );
}

function ReversalCard({ reversal: one }: { reversal: Reversal }) {
  const t = useTranslations("reversals");
  const f = useFormats();
  const path = usePath();
  return (
    <article className="panel stack-s">
      <div className="row between">
        <h2>
          {one.name} · {f.money(one.amount_minor, one.currency)}
        </h2>
        <ReversalTag state={one.state} />
      </div>
      <p>{t("why", { words: one.reason })}</p>
      <p className="muted">
        {t("asked", { person: one.proposed_by ?? "", date: f.time(one.created_at) })}
        {one.decided_by === null
          ? ""
          : ` ${t(one.state === "dropped" ? "dropped" : "let", { person: one.decided_by })}`}{" "}
        <a href={`/${path}/desk/batches/${one.batch_id}`}>{t("batch", { number: one.batch_number })}</a>
      </p>
      {one.state === "proposed" ? null : <p>{t(`next.${one.state}`)}</p>}
      {one.state === "failed" && one.answer_code !== null ? (
        <p className="note bad">{t(`answers.${one.answer_code}`)}</p>
      ) : null}
      {one.state === "proposed" ? (
        <form method="post" className="stack-s" id={`decision-${one.id}`} tabIndex={-1}>
          <input type="hidden" name="id" value={one.id} />
          <p className="note warn">{t(one.mine ? "second" : "check")}</p>
          <div className="row">
            {one.mine ? null : (
              <button className="button" name="decision" value="approve">
                {t("approve", { amount: f.moneyInWords(one.amount_minor, one.currency) })}
              </button>
            )}
            <button className="button second" name="decision" value="drop">
              {t("drop")}
            </button>
          </div>
        </form>
      ) : null}
    </article>
  );
}
