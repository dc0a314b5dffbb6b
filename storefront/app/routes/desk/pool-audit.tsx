import { useTranslations } from "use-intl";
import { poolsSchema } from "../../features/desk/data.server";
import { AUDIT_COLUMNS, unexplained } from "../../features/ledger/audit";
import { auditPeriod } from "../../features/ledger/audit.server";
import { auditSchema } from "../../features/ledger/data.server";
import { poolOf } from "../../features/ledger/names";
import { refusalWords } from "../../features/ledger/words.server";
import { asResponse } from "../../lib/api.server";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/pool-audit";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const period = auditPeriod(request.url);
  const [{ pools }, answer] = await Promise.all([
    desk.read("/desk/pools", poolsSchema),
    desk.call(`/desk/pools/${encodeURIComponent(params.id)}/audit`, auditSchema, { query: period }),
  ]);
  if (!answer.ok && answer.refusal.status !== 400) throw asResponse(answer.refusal);
  const pool = poolOf(pools, params.id, path);
  return {
    days: answer.ok ? answer.value.days : [],
    problem: answer.ok ? null : refusalWords(path, answer.refusal),
    period,
    pool,
    id: params.id,
    title: `${say(path)("ledger.audit.title")} · ${pool.name}`,
  };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function AuditPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("ledger");
  const f = useFormats();
  const path = usePath();
  const { days, pool, period, id } = loaderData;
  const amount = (units: number) => f.units(units, pool.unit);
  const wrong = days.filter((day) => unexplained(day) > 0);
  return (
    <section className="stack">
      <p>
        <a href={`/${path}/desk/pools/${id}`}>{pool.name}</a>
      </p>
      <h1>{t("audit.title")}</h1>
      <p className="note">{t("audit.note")}</p>
      {loaderData.problem === null ? null : (
        <p className="problems" role="alert">
          {loaderData.problem}
        </p>
      )}
      <form method="get" className="row">
        <label htmlFor="from">{t("forecast.from")}</label>
        <input id="from" name="from" type="date" defaultValue={period.from} />
        <label htmlFor="to">{t("forecast.to")}</label>
        <input id="to" name="to" type="date" defaultValue={period.to} />
        <button className="button second">{t("show")}</button>
        <a className="button quiet" href={`/${path}/desk/pools/${id}/audit.csv?from=${period.from}&to=${period.to}`}>
          {t("audit.csv")}
        </a>
      </form>
      <p role="status">
        {wrong.length === 0
          ? `✓ ${t("audit.sound", { days: days.length })}`
          : `! ${t("audit.unsound", { days: wrong.length })}`}
      </p>
      {days.length === 0 ? <p className="panel">{t("audit.none")}</p> : null}
      <div className="scroll-x" tabIndex={0} role="region" aria-label={loaderData.title}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("audit.day")}</th>
              {AUDIT_COLUMNS.map((column) => (
                <th scope="col" className="num" key={column}>
                  {t(`audit.${column}`)}
                </th>
              ))}
              <th scope="col">{t("audit.differences")}</th>
            </tr>
          </thead>
          <tbody>
            {days.map((day) => (
              <tr key={day.day}>
                <th scope="row">
                  <a href={`/${path}/desk/pools/${id}/why?day=${day.day}`}>{f.date(day.day)}</a>
                </th>
                {AUDIT_COLUMNS.map((column) => (
                  <td className="num" key={column}>
                    {day[column] === 0 ? "" : amount(day[column])}
                  </td>
                ))}
                <td>
                  {unexplained(day) === 0
                    ? `✓ ${t("audit.nothing")}`
                    : day.differences
                        .filter((one) => one.units !== 0)
                        .map((one) => `! ${t(`audit.${one.name}`)} ${amount(one.units)}`)
                        .join(" · ")}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
