import { useTranslations } from "use-intl";
import { simulationSchema } from "../../features/fee-policies/data.server";
import { SimulationTables } from "../../features/fee-policies/SimulationTables";
import { Input, ProblemSummary, type Problem } from "../../features/ui/Field";
import { inWords } from "../../features/ui/form.server";
import { askTrial } from "../../features/trials/data.server";
import { TrialPanel } from "../../features/trials/TrialPanel";
import { say } from "../../i18n/say.server";
import { asResponse } from "../../lib/api.server";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/fee-policy-simulation";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const asked = new URL(request.url).searchParams;
  const query = { from: asked.get("from") || undefined, to: asked.get("to") || undefined };
  const at = `/desk/fee-policies/${encodeURIComponent(params.id)}/simulation`;
  const answer = await desk.call(at, simulationSchema, { query });
  const base = { id: params.id, query, title: say(path)("feePolicies.simulation.title") };
  if (answer.ok) return { ...base, ...answer.value, problems: [] as Problem[] };
  // Days that can't be tried are said beside their fields; what is not there is not there.
  if (answer.refusal.status === 404 || answer.refusal.status >= 500) throw asResponse(answer.refusal);
  const t = say(path);
  const { code } = answer.refusal;
  const words =
    code === "too_much_to_simulate"
      ? t("feePolicies.simulation.tooMuch")
      : code === "invalid_period" || code === "invalid_date"
        ? t("feePolicies.simulation.badDays")
        : inWords(path, answer.refusal);
  return { ...base, ...query, simulation: null, trial: null, problems: [{ field: "from", text: words }] };
}

/** Has it worked out in the background, and comes back to these days. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const { pathname, searchParams } = new URL(request.url);
  const body = { from: searchParams.get("from") || undefined, to: searchParams.get("to") || undefined };
  const at = `/desk/fee-policies/${encodeURIComponent(params.id)}/simulation`;
  return askTrial(desk, path, await request.formData(), { at, body, back: `${pathname}?${searchParams}` });
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

/** A proposal tried on what was sold, before anybody confirms it. */
export default function FeePolicySimulationPage({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("feePolicies.simulation");
  const path = usePath();
  const { id, simulation, trial, problems, title } = loaderData;
  const here = `/${path}/desk/fee-policies/${encodeURIComponent(id)}/simulation`;
  const [from, to] = [loaderData.from ?? "", loaderData.to ?? ""];
  return (
    <div className="stack-l">
      <section className="stack narrow">
        <p>
          <a href={`/${path}/desk/fee-policies`}>{t("back")}</a>
        </p>
        <h1>{title}</h1>
        <p>{t("lead")}</p>
        <form method="get" action={`${here}#simulation`} className="stack" noValidate>
          <ProblemSummary problems={problems} />
          <div className="fields two">
            <Input name="from" label={t("from")} type="date" required defaultValue={from} problems={problems} />
            <Input name="to" label={t("to")} type="date" required defaultValue={to} problems={problems} />
          </div>
          <button className="button">{t("run")}</button>
        </form>
      </section>
      {actionData ? <ProblemSummary problems={actionData.problems} /> : null}
      {trial === null ? null : <TrialPanel trial={trial} />}
      {simulation === null ? null : simulation.lines === 0 ? (
        <p className="panel">{t("noLines")}</p>
      ) : (
        <SimulationTables simulation={simulation} csv={`${here}.csv?from=${from}&to=${to}`} />
      )}
    </div>
  );
}
