import { useTranslations } from "use-intl";
import script from "../../features/statement/client/main?worker&url";
import { oneStatementSchema } from "../../features/statement/data.server";
import { askPaper } from "../../features/statement/print.server";
import { StatementPage } from "../../features/statement/StatementPage";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/statement";

export async function loader({ request, params }: Route.LoaderArgs) {
  const desk = await member(request, "desk", pathParam(params));
  return desk.read(`/desk/statements/${encodeURIComponent(params.id)}`, oneStatementSchema);
}

/** Asks for a paper of this statement. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  return askPaper(desk, path, await request.formData(), "desk");
}

export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: `${loaderData?.statement.number ?? ""} · Commonlot` },
];

/** A household's statement at the desk, as the household sees it: for who sits beside. */
export default function DeskStatement({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("statement");
  const path = usePath();
  const { statement } = loaderData;
  return (
    <div className="stack-l narrow">
      <p>
        <a href={`/${path}/desk/settlement/${statement.period.id}`}>{t("backToPeriod")}</a>
      </p>
      {actionData ? (
        <p className="problems" role="alert">
          {actionData.problem}
        </p>
      ) : null}
      <StatementPage statement={statement} script={script} />
    </div>
  );
}
