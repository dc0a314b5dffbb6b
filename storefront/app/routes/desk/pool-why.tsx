import { useTranslations } from "use-intl";
import { poolsSchema } from "../../features/desk/data.server";
import { whySchema } from "../../features/ledger/data.server";
import { Person, Reason, Source } from "../../features/ledger/Reason";
import { FIGURES, type Figure } from "../../features/ledger/figures";
import { poolOf } from "../../features/ledger/names";
import { Older } from "../../features/ui/Older";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/pool-why";

const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** Known for today only: what lies there. */
const STANDING: readonly Figure[] = ["left", "kept_apart", "promised"];

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const asked = new URL(request.url).searchParams;
  const figure = FIGURES.find((one) => one === asked.get("figure")) ?? "on_hand";
  const wanted = asked.get("day") ?? "";
  const day = DAY.test(wanted) && !STANDING.includes(figure) ? wanted : undefined;
  const cursor = asked.get("before") ?? undefined;
  const [{ pools }, why] = await Promise.all([
    desk.read("/desk/pools", poolsSchema),
    desk.read(`/desk/pools/${encodeURIComponent(params.id)}/why`, whySchema, { figure, day, cursor }),
  ]);
  const pool = poolOf(pools, params.id, path);
  return { ...why, pool, id: params.id, day, title: `${say(path)(`ledger.figures.${figure}`)} · ${pool.name}` };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

export default function WhyPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("ledger");
  const k = useTranslations("pool");
  const f = useFormats();
  const path = usePath();
  const { figure, figures, pool, rows, day, next, id } = loaderData;
  const amount = (units: number) => f.units(units, pool.unit);
  const shown = figure === "promised" ? figures.held : figures[figure];
  const link = (to: Figure, more: Record<string, string | undefined> = {}) => {
    const query = new URLSearchParams({ figure: to });
    for (const [key, value] of Object.entries({ day, ...more })) if (value !== undefined) query.set(key, value);
    return `/${path}/desk/pools/${id}/why?${query.toString()}`;
  };
  return (
    <div className="stack-l">
      <section className="stack">
        <p>
          <a href={`/${path}/desk/pools/${id}`}>{pool.name}</a>
        </p>
        <h1>{t("whyTitle", { amount: f.units(figures.on_hand, pool.unit) })}</h1>
        <form method="get" className="row">
          <input type="hidden" name="figure" value={figure} />
          <label htmlFor="day">{t("onDay")}</label>
          <input id="day" name="day" type="date" defaultValue={figures.day} />
          <button className="button second">{t("show")}</button>
        </form>
        <table>
          <caption>{t("figuresOf", { date: f.date(figures.day) })}</caption>
          <tbody>
            {FIGURES.filter((one) => !(STANDING.includes(one) && day !== undefined && one !== "left")).map((one) => (
              <tr key={one} aria-current={one === figure ? "true" : undefined}>
                <th scope="row">
                  <a href={link(one)}>{t(`figures.${one}`)}</a>
                </th>
                <td className="num">{amount(one === "promised" ? figures.held : figures[one])}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section className="stack">
        <h2>{t("rowsOf", { figure: t(`figures.${figure}`), amount: amount(shown) })}</h2>
        {rows.length === 0 ? <p className="panel">{t("noRows")}</p> : null}
        <div className="scroll-x" tabIndex={0} role="region" aria-label={t("rows")}>
          <table>
            <thead>
              <tr>
                <th scope="col">{k("at")}</th>
                <th scope="col">{k("kind")}</th>
                <th scope="col">{k("lot")}</th>
                <th scope="col" className="num">
                  {t("amount")}
                </th>
                <th scope="col">{t("reason")}</th>
                <th scope="col">{k("why")}</th>
                <th scope="col">{t("source")}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <td>{f.time(row.at)}</td>
                  <td>{t(`rowKinds.${row.kind as "intake"}`)}</td>
                  <td>{row.lot_number ?? ""}</td>
                  <td className="num">{amount(row.units)}</td>
                  <td>
                    <Reason reason={row.reason} />
                  </td>
                  <td>
                    <Person person={row.person} />
                  </td>
                  <td>
                    <Source source={row.source} />
                  </td>
                </tr>
              ))}
            </tbody>
            <tfoot>
              <tr>
                <th scope="row" colSpan={3}>
                  {t("sumOfPage")}
                </th>
                <td className="num">{amount(loaderData.sum_of_page)}</td>
                <td colSpan={3} />
              </tr>
            </tfoot>
          </table>
        </div>
        <Older href={next === null ? null : link(figure, { before: next })} />
      </section>
    </div>
  );
}
