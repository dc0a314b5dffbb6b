import { useTranslations } from "use-intl";
import { simulationSchema, type Simulation } from "../../features/allocation/data.server";
import { problem, readRule, refused, unitsOf } from "../../features/allocation/form.server";
import { RuleFields } from "../../features/allocation/RuleFields";
import { SimulationResult } from "../../features/allocation/SimulationResult";
import { poolDetailSchema } from "../../features/ledger/data.server";
import { Input, ProblemSummary, type Problem } from "../../features/ui/Field";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import { member, type Member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/simulate";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const at = `/desk/pools/${encodeURIComponent(params.id)}`;
  const { pool } = await desk.read(at, poolDetailSchema);
  const asked = Object.fromEntries(new URL(request.url).searchParams);
  const simulated = asked.rule === undefined ? NOT_ASKED : await simulate(desk, path, at, pool.unit, asked);
  const name = [pool.origin.name?.[path], pool.produce_name[path], pool.grade_name[path]].filter(Boolean).join(" · ");
  return { pool, asked, name, ...simulated, title: say(path)("allocation.tryPool", { pool: name }) };
}

interface Simulated {
  simulation: Simulation | null;
  problems: Problem[];
}
const NOT_ASKED: Simulated = { simulation: null, problems: [] };

async function simulate(
  desk: Member,
  path: Path,
  at: string,
  unit: "g" | "piece",
  asked: Record<string, string>,
): Promise<Simulated> {
  const read = readRule(asked, unit);
  const units = unitsOf((asked.units ?? "").trim(), unit);
  if (!read.ok || units === null) {
    const fields = [...(units === null ? (["units"] as const) : []), ...(read.ok ? [] : read.fields)];
    return { simulation: null, problems: fields.map((field) => problem(path, field)) };
  }
  const answer = await desk.call(`${at}/simulation`, simulationSchema, { query: { units, ...read.rule } });
  return answer.ok
    ? { ...answer.value, problems: [] }
    : { simulation: null, problems: [refused(path, answer.refusal, "units")] };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function SimulatePage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("allocation");
  const path = usePath();
  const { pool, asked, problems, simulation, title } = loaderData;
  const here = `/${path}/desk/pools/${encodeURIComponent(pool.id)}`;
  return (
    <div className="stack-l">
      <section className="stack">
        <p className="row">
          <a href={here}>{t("toPool")}</a>
          <a href={`${here}/rule`}>{t("toRule")}</a>
        </p>
        <h1>{title}</h1>
        <p>{t("tryPoolIntro")}</p>
        <form method="get" action={`${here}/simulate#simulation`} className="stack" noValidate>
          <ProblemSummary problems={problems} />
          <Input
            name="units"
            label={t("quantity")}
            hint={t(pool.unit === "g" ? "inKg" : "inPieces")}
            inputMode="decimal"
            autoComplete="off"
            required
            defaultValue={asked.units}
            problems={problems}
          />
          <RuleFields unit={pool.unit} typed={asked} problems={problems} />
          <button className="button">{t("try")}</button>
        </form>
      </section>
      {simulation ? <SimulationResult simulation={simulation} /> : null}
    </div>
  );
}
