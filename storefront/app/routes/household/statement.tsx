import script from "../../features/statement/client/main?worker&url";
import { oneStatementSchema } from "../../features/statement/data.server";
import { askPaper } from "../../features/statement/print.server";
import { StatementPage } from "../../features/statement/StatementPage";
import { useTranslations } from "use-intl";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/statement";

export async function loader({ request, params }: Route.LoaderArgs) {
  const home = await member(request, "household", pathParam(params));
  return home.read(`/household/statements/${encodeURIComponent(params.id)}`, oneStatementSchema);
}

/** Asks for a paper of this statement. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const home = await member(request, "household", path);
  return askPaper(home, path, await request.formData(), "home");
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.statement.number ?? ""} · Commonlot` },
];

export default function HouseholdStatement({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("statement");
  const path = usePath();
  return (
    <div className="stack-l">
      <p>
        <a href={`/${path}/home`}>{t("back")}</a>
      </p>
      {actionData ? (
        <p className="problems" role="alert">
          {actionData.problem}
        </p>
      ) : null}
      <StatementPage statement={loaderData.statement} script={script} claims={`/${path}/home/claims`} />
    </div>
  );
}
