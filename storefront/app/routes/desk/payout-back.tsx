import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { z } from "zod";
import { batchDetailSchema } from "../../features/desk/data.server";
import { refusedReversal } from "../../features/reversal/data.server";
import { ProblemSummary, TextArea } from "../../features/ui/Field";
import { text, typed } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/payout-back";

/** Somebody reads the reason next year. */
const SHORTEST = 3;

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const { batch } = await desk.read(`/desk/payout-batches/${encodeURIComponent(params.id)}`, batchDetailSchema, {
    payout: params.payout,
  });
  const [line] = batch.lines;
  if (line === undefined) throw new Response(null, { status: 404 });
  const { id, number, currency, rail } = batch;
  return { batch: { id, number, currency, rail }, line, title: say(path)("reversals.ask.title") };
}

/** Asks for it; nothing is taken back before another person has let it go. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const reason = text(form, "reason");
  if (reason.length < SHORTEST) {
    const problems = [{ field: "reason", text: say(path)("reversals.ask.problem") }];
    return data({ problems, typed: typed(form) }, { status: 400 });
  }
  const at = `/desk/payouts/${encodeURIComponent(params.payout)}/reversal`;
  const answer = await desk.call(at, z.unknown(), { body: { reason } });
  if (answer.ok) return redirect(`/${path}/desk/reversals`);
  return data(
    { problems: refusedReversal(path, answer.refusal, "reason"), typed: typed(form) },
    { status: answer.refusal.status },
  );
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function PayoutBackPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("reversals.ask");
  const f = useFormats();
  const path = usePath();
  const { batch, line, title } = loaderData;
  const problems = actionData?.problems;
  const was: Record<string, string> = actionData?.typed ?? {};
  const able = batch.rail === "stripe" && line.state === "created";
  return (
    <section className="stack narrow">
      <p>
        <a href={`/${path}/desk/batches/${batch.id}`}>{t("back", { number: batch.number })}</a>
      </p>
      <h1>{title}</h1>
      <p>
        <strong>
          {line.account_name} · {f.money(line.amount_minor, batch.currency)}
        </strong>{" "}
        {t("statement", { number: line.statement_number })}
      </p>
      <ProblemSummary problems={problems} />
      {able ? (
        <form method="post" className="stack" noValidate>
          <p>{t("lead")}</p>
          <TextArea
            name="reason"
            label={t("reason")}
            hint={t("hint")}
            rows={3}
            maxLength={500}
            defaultValue={was.reason}
            problems={problems}
          />
          <button className="button">{t("send", { amount: f.moneyInWords(line.amount_minor, batch.currency) })}</button>
        </form>
      ) : (
        <p className="panel">{t("notPaid")}</p>
      )}
    </section>
  );
}
