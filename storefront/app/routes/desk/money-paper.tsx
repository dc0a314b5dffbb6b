import { useTranslations } from "use-intl";
import { moneyPaperSchema, type MoneyPaper } from "../../features/statement/data.server";
import { PaperWaits } from "../../features/statement/PaperWaits";
import { say } from "../../i18n/say.server";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/money-paper";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const { paper } = await desk.read(`/desk/money-papers/${encodeURIComponent(params.id)}`, moneyPaperSchema);
  return { paper, title: say(path)(`statement.papers.kinds.${paper.kind}`) };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function DeskMoneyPaper({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("statement.papers");
  const path = usePath();
  const { paper, title } = loaderData;
  return (
    <section className="stack narrow">
      <p>
        <a href={`/${path}/${backOf(paper)}`}>{t("back")}</a>
      </p>
      <h1>{title}</h1>
      <PaperWaits paper={paper} file={`/${path}/desk/money-papers/${paper.id}/file`} />
    </section>
  );
}

function backOf(paper: MoneyPaper): string {
  if (paper.statement_id !== null) return `desk/statements/${paper.statement_id}`;
  if (paper.batch_id !== null) return `desk/batches/${paper.batch_id}`;
  return paper.period_id === null ? "desk/settlement" : `desk/settlement/${paper.period_id}`;
}
