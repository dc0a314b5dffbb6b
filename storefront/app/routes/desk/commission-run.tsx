import { data, redirect } from "react-router";
import { useTranslations } from "use-intl";
import { StatementState } from "../../features/agent/StatementState";
import { BankNav } from "../../features/bank/BankNav";
import { askedSchema, runSchema, type CommissionRun } from "../../features/commissions/data.server";
import { StateTag } from "../../features/desk/StateTag";
import { NO_FIELD, ProblemSummary } from "../../features/ui/Field";
import { inWords, text } from "../../features/ui/form.server";
import { List } from "../../features/ui/List";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/commission-run";

/** One payment of commissions: its agents, and what is to be done with it. */
export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const { run } = await desk.read(`/desk/commissions/${encodeURIComponent(params.id)}`, runSchema);
  return { run, title: say(path)("commissions.runTitle", { number: run.number }) };
}

export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const act = text(await request.formData(), "act") === "approve" ? "approve" : "call-off";
  const to = `/desk/commissions/${encodeURIComponent(params.id)}/${act}`;
  const answer = await desk.call(to, askedSchema, { body: {} });
  if (answer.ok) return redirect(`/${path}/desk/commissions/${params.id}`);
  const problems = [{ field: NO_FIELD, text: inWords(path, answer.refusal) }];
  return data({ problems }, { status: answer.refusal.status });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function CommissionRunPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("commissions");
  const f = useFormats();
  const path = usePath();
  const { run, title } = loaderData;
  return (
    <div className="stack-l">
      <BankNav />
      <section className="stack">
        <p>
          <a href={`/${path}/desk/commissions`}>{t("back")}</a>
        </p>
        <div className="row between">
          <h1>{title}</h1>
          <StateTag state={run.state} word={t(`states.${run.state}`)} />
        </div>
        <ProblemSummary problems={actionData?.problems} />
        {run.requested_by_name === null ? null : (
          <p className="small">{t("askedBy", { name: run.requested_by_name })}</p>
        )}
        {run.approved_by_name === null ? null : (
          <p className="small">{t("approvedBy", { name: run.approved_by_name })}</p>
        )}
        {run.batch_id === null ? null : (
          <p>
            <a href={`/${path}/desk/batches/${run.batch_id}`}>
              {t("batch")} {run.batch_number}
            </a>
          </p>
        )}
        {run.state === "requested" ? <Acts run={run} /> : null}
        <List
          label={title}
          rows={run.statements}
          none={t("nothing")}
          columns={[
            { head: t("agent"), name: true, of: (one) => `${one.agent} · ${one.code}` },
            { head: t("statement"), of: (one) => one.number },
            { head: t("sum"), num: true, of: (one) => f.money(one.amount_minor, one.currency) },
            { head: t("state"), of: (one) => <StatementState of={one} /> },
            { head: t("account"), of: (one) => <Account of={one} /> },
          ]}
        />
      </section>
    </div>
  );
}

/** Where the money went, or goes to once it is approved; or why there is no account that it could go to. */
function Account({ of: { account_last4, pays_to } }: { of: CommissionRun["statements"][number] }) {
  const t = useTranslations("commissions");
  const agent = useTranslations("agent");
  if (account_last4 !== null) return agent("ending", { last4: account_last4 });
  if (pays_to === null) return "–";
  return "none" in pays_to ? t(`because.${pays_to.none}`) : agent("account.now", pays_to);
}

/** Whoever asked does not approve; who else may is said. */
function Acts({ run }: { run: CommissionRun }) {
  const t = useTranslations("commissions");
  const roles = useTranslations("desk.roles");
  const f = useFormats();
  const names = run.approvers.map(({ name, role }) => t("person", { name, role: roles(role) })).join(t("and"));
  return (
    <form method="post" className="row">
      {run.asked_by_me ? (
        <p className="note">{names === "" ? t("nobodyElse") : t("someoneElse", { names })}</p>
      ) : (
        <button className="button" name="act" value="approve">
          {t("approve", { amount: f.moneyInWords(run.amount_minor, run.currency), count: run.agents })}
        </button>
      )}
      <button className="button quiet" name="act" value="call-off">
        {t("callOff")}
      </button>
    </form>
  );
}
