import { useTranslations } from "use-intl";
import { moneyPaperSchema, type MoneyPaper } from "../../features/statement/data.server";
import { PaperWaits } from "../../features/statement/PaperWaits";
import { askPaper } from "../../features/statement/print.server";
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

/** Asks for another part of the same paper. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  return askPaper(desk, path, await request.formData(), "desk");
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function DeskMoneyPaper({ loaderData, actionData }: Route.ComponentProps) {
  const t = useTranslations("statement.papers");
  const path = usePath();
  const { paper, title } = loaderData;
  return (
    <section className="stack narrow">
      <p>
        <a href={`/${path}/${backOf(paper)}`}>{t("back")}</a>
      </p>
      <h1>{title}</h1>
      {actionData ? (
        <p className="note" role="alert">
          {actionData.problem}
        </p>
      ) : null}
      {paper.parts > 1 ? <p>{t("part", { part: paper.part, parts: paper.parts })}</p> : null}
      <PaperWaits paper={paper} file={`/${path}/desk/money-papers/${paper.id}/file`} />
      {paper.parts > 1 ? <OtherParts paper={paper} /> : null}
    </section>
  );
}

/** The rest of the households: each part is printed when it is asked for. */
function OtherParts({ paper }: { paper: MoneyPaper }) {
  const t = useTranslations("statement.papers");
  return (
    <form method="post" className="row">
      <input type="hidden" name="print" value={paper.kind} />
      {paper.period_id === null ? null : <input type="hidden" name="period_id" value={paper.period_id} />}
      {paper.batch_id === null ? null : <input type="hidden" name="batch_id" value={paper.batch_id} />}
      {Array.from({ length: paper.parts }, (_, at) => at + 1)
        .filter((part) => part !== paper.part)
        .map((part) => (
          <button key={part} className="button second" name="part" value={part}>
            {t("printPart", { part })}
          </button>
        ))}
    </form>
  );
}

function backOf(paper: MoneyPaper): string {
  if (paper.statement_id !== null) return `desk/statements/${paper.statement_id}`;
  if (paper.batch_id !== null) return `desk/batches/${paper.batch_id}`;
  return paper.period_id === null ? "desk/settlement" : `desk/settlement/${paper.period_id}`;
}
