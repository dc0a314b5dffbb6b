import { data } from "react-router";
import { useTranslations } from "use-intl";
import { scaleFileSchema, type ScaleFile } from "../../features/weigh-in/data.server";
import { faultWords } from "../../features/weigh-in/fault-words.server";
import { Input, ProblemSummary, TextArea, type Problem } from "../../features/ui/Field";
import { fieldOf, inWords, text } from "../../features/ui/form.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/scale-file";

/** 100,000 lines are read in seconds and taken in within a minute. */
const FILE_MS = 120_000;

export function loader({ params }: Route.LoaderArgs) {
  return { title: say(pathParam(params))("intake.scaleFile") };
}

/** Looks first; takes in when that was asked for and nothing is wrong. The text travels with the form, so that nothing is kept. */
export async function action({ request, params }: Route.ActionArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const form = await request.formData();
  const sent = form.get("file");
  const csv = sent instanceof File && sent.size > 0 ? await sent.text() : text(form, "csv");
  const name = sent instanceof File && sent.size > 0 ? sent.name : text(form, "name") || "scale.csv";
  const wrong = (problems: Problem[], status: number) =>
    data({ problems, csv, name, file: null as ScaleFile | null }, { status });
  if (csv === "") return wrong([{ field: "file", text: say(path)("intake.bad.file") }], 400);
  const answer = await desk.call("/desk/scale-files", scaleFileSchema, {
    body: { name, text: csv, take: text(form, "take") === "yes" },
    time_limit_ms: FILE_MS,
  });
  if (!answer.ok)
    return wrong(
      [{ field: fieldOf(answer.refusal, "file"), text: inWords(path, answer.refusal) }],
      answer.refusal.status,
    );
  const file = {
    ...answer.value.file,
    faults: answer.value.file.faults.map((fault) => ({ ...fault, message: faultWords(path, fault) })),
  };
  return data(
    { problems: [] as Problem[], csv: file.taken ? "" : csv, name, file: file },
    { status: file.fault_count > 0 ? 400 : 200 },
  );
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function ScaleFilePage({ actionData }: Route.ComponentProps) {
  const t = useTranslations("intake");
  const path = usePath();
  const f = useFormats();
  const file = actionData?.file ?? null;
  const lots = file?.pools.reduce((sum, pool) => sum + pool.lots, 0) ?? 0;
  return (
    <div className="stack-l">
      <section className="stack">
        <h1>{t("scaleFile")}</h1>
        <p>{t("file.how")}</p>
        <ProblemSummary problems={actionData?.problems} />
        {file?.taken ? <p className="note good">{t("file.taken", { count: file.taken.lots })}</p> : null}
        {file && file.fault_count > 0 ? <Faults file={file} /> : null}
        {file && file.fault_count === 0 && !file.taken ? (
          <section className="panel stack" aria-label={t("file.preview")}>
            <h2>{t("file.preview")}</h2>
            <p>{t("file.says", { lines: file.lines, lots, households: file.households })}</p>
            {file.before > 0 ? <p className="note">{t("file.before", { count: file.before })}</p> : null}
            <ul>
              {file.pools.map((pool) => (
                <li key={pool.pool_id}>
                  {t("file.pool", {
                    pool: `${pool.produce_name[path]} · ${pool.grade_name[path]}`,
                    count: pool.lots,
                    amount: f.units(pool.units, pool.unit),
                  })}
                  {pool.deducted_g > 0 ? t("file.deducted", { amount: f.kg(pool.deducted_g) }) : null}
                </li>
              ))}
            </ul>
            {lots > 0 ? (
              <form method="post" encType="multipart/form-data">
                <input type="hidden" name="csv" value={actionData?.csv} />
                <input type="hidden" name="name" value={actionData?.name} />
                <button className="button" name="take" value="yes">
                  {t("file.take", { count: lots })}
                </button>
              </form>
            ) : null}
          </section>
        ) : null}
      </section>
      <form method="post" encType="multipart/form-data" className="stack" noValidate>
        <Input
          name="file"
          label={t("file.choose")}
          type="file"
          accept=".csv,text/csv"
          problems={actionData?.problems}
        />
        <details open={Boolean(file && file.fault_count > 0)}>
          <summary>{t("file.paste")}</summary>
          <TextArea name="csv" label={t("file.csv")} hint={t("file.headings")} defaultValue={pasted(actionData?.csv)} />
        </details>
        <button className="button second">{t("file.look")}</button>
      </form>
    </div>
  );
}

/** A long file is mended in its own program; what fits a screen can be mended here. */
const PASTED_MAX = 50_000;
const pasted = (csv: string | undefined) => (csv !== undefined && csv.length <= PASTED_MAX ? csv : undefined);

function Faults({ file }: { file: ScaleFile }) {
  const t = useTranslations("intake");
  return (
    <section className="problems stack-s" role="alert" tabIndex={-1} autoFocus>
      <h2>{t("file.faults", { count: file.fault_count })}</h2>
      <p>{t("file.nothing")}</p>
      <div className="scroll-x" tabIndex={0} role="region" aria-label={t("file.faultList")}>
        <table>
          <caption className="visually-hidden">{t("file.faultList")}</caption>
          <thead>
            <tr>
              <th scope="col" className="num">
                {t("file.line")}
              </th>
              <th scope="col">{t("file.column")}</th>
              <th scope="col">{t("file.what")}</th>
            </tr>
          </thead>
          <tbody>
            {file.faults.map((fault) => (
              <tr key={`${fault.line}/${fault.column}/${fault.message}`}>
                <td className="num">{fault.line}</td>
                <td>{fault.column}</td>
                <td>{fault.message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
