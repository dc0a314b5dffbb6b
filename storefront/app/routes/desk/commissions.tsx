import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { BankNav } from "../../features/bank/BankNav";
import { askedSchema, commissionsSchema } from "../../features/commissions/data.server";
import { StateTag } from "../../features/desk/StateTag";
import { NO_FIELD, ProblemSummary } from "../../features/ui/Field";
import { inWords, text } from "../../features/ui/form.server";
import { List } from "../../features/ui/List";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/commissions";

/** What the cooperative owes agents, and its payments of it. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const cursor = new URL(request.url).searchParams.get("before") ?? undefined;
  const found = await desk.read("/desk/commissions", commissionsSchema, { cursor });
  return { ...found, title: say(path)("commissions.title") };
}

/** Asks for a payment in one currency. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const answer = await desk.call("/desk/commissions", askedSchema, { body: { currency: text(form, "currency") } });
  if (answer.ok) return redirect(`/${path}/desk/commissions/${answer.value.run.id}`);
  const problems = [{ field: NO_FIELD, text: inWords(path, answer.refusal) }];
  return data({ problems }, { status: answer.refusal.status });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

type Owed = Route.ComponentProps["loaderData"]["owed"][number];

export default function CommissionsPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("commissions");
  const f = useFormats();
  const path = usePath();
  const { owed, runs, next, title } = loaderData;
  return (
    <div className="stack-l">
      <BankNav here="commissions" />
      <section className="stack">
        <h1>{title}</h1>
        <p>{t("lead")}</p>
        <ProblemSummary problems={actionData?.problems} />
        {owed.length === 0 ? <p className="panel">{t("nothing")}</p> : null}
        {owed.map((one) => (
          <OwedIn key={one.currency} owed={one} />
        ))}
      </section>
      <section className="stack">
        <h2>{t("runs")}</h2>
        <List
          label={t("runs")}
          rows={runs}
          none={t("noRuns")}
          older={next === null ? null : `?before=${encodeURIComponent(next)}`}
          columns={[
            {
              head: t("number"),
              name: true,
              of: (run) => <a href={`/${path}/desk/commissions/${run.id}`}>{run.number}</a>,
            },
            { head: t("state"), of: (run) => <StateTag state={run.state} word={t(`states.${run.state}`)} /> },
            { head: t("asked"), of: (run) => f.time(run.requested_at) },
            { head: t("agents"), num: true, of: (run) => f.number(run.agents) },
            { head: t("sum"), num: true, of: (run) => f.money(run.amount_minor, run.currency) },
            {
              head: t("batch"),
              of: (run) =>
                run.batch_id === null ? "–" : <a href={`/${path}/desk/batches/${run.batch_id}`}>{run.batch_number}</a>,
            },
          ]}
        />
      </section>
    </div>
  );
}

function OwedIn({ owed }: { owed: Owed }) {
  const t = useTranslations("commissions");
  const f = useFormats();
  return (
    <section className="stack">
      <List
        label={`${t("amount")} ${owed.currency}`}
        rows={owed.agents.map((one) => ({ ...one, id: one.code }))}
        none={t("nothing")}
        columns={[
          { head: t("agent"), name: true, of: (one) => one.agent },
          { head: t("code"), of: (one) => one.code },
          { head: t("amount"), num: true, of: (one) => f.money(one.amount_minor, owed.currency) },
          { head: t("why"), of: (one) => (one.because === null ? t("ready") : t(`because.${one.because}`)) },
        ]}
      />
      {owed.minimum_minor === 0 ? null : (
        <p className="small">{t("minimum", { amount: f.money(owed.minimum_minor, owed.currency) })}</p>
      )}
      {owed.due_minor === 0 ? null : (
        <form method="post">
          <input type="hidden" name="currency" value={owed.currency} />
          <button className="button">{t("ask", { amount: f.moneyInWords(owed.due_minor, owed.currency) })}</button>
        </form>
      )}
    </section>
  );
}
