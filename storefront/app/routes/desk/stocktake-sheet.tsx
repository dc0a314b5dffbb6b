import { useTranslations } from "use-intl";
import { poolsSchema } from "../../features/desk/data.server";
import { sheetSchema } from "../../features/ledger/data.server";
import { poolOf } from "../../features/ledger/names";
import { say } from "../../i18n/say.server";
import { useFormats } from "../../lib/formats";
import { member } from "../../lib/member.server";
import { pathParam, usePath } from "../../lib/path";
import type { Route } from "./+types/stocktake-sheet";

export async function loader({ request, params }: Route.LoaderArgs) {
  const path = pathParam(params);
  const desk = await member(request, "desk", path);
  const [{ pools }, sheet] = await Promise.all([
    desk.read("/desk/pools", poolsSchema),
    desk.read(`/desk/stocktakes/${encodeURIComponent(params.id)}/sheet`, sheetSchema),
  ]);
  const pool = poolOf(pools, sheet.pool_id, path);
  return {
    ...sheet,
    pool,
    now: new Date().toISOString(),
    title: say(path)("ledger.count.sheetOf", { pool: pool.name }),
  };
}

export const meta: Route.MetaFunction = ({ loaderData }) => [{ title: `${loaderData?.title ?? ""} · Commonlot` }];

/** To be printed and taken to the shelves: what should lie there, and a line to write what does. */
export default function SheetPage({ loaderData }: Route.ComponentProps) {
  const t = useTranslations("ledger");
  const f = useFormats();
  const path = usePath();
  const { pool, lines } = loaderData;
  return (
    <section className="stack">
      <p>
        <a href={`/${path}/desk/stocktakes/${loaderData.stocktake_id}`}>{t("count.back")}</a>
      </p>
      <h1>{loaderData.title}</h1>
      <p>{t("count.sheetAt", { time: f.time(loaderData.now) })}</p>
      {loaderData.more ? <p className="note">{t("count.more", { count: lines.length })}</p> : null}
      <div className="scroll-x" tabIndex={0} role="region" aria-label={loaderData.title}>
        <table className="sheet">
          <thead>
            <tr>
              <th scope="col">{t("lot")}</th>
              <th scope="col">{t("household")}</th>
              <th scope="col">{t("count.harvested")}</th>
              <th scope="col">{t("count.bestBefore")}</th>
              <th scope="col" className="num">
                {t("count.byLedger")}
              </th>
              <th scope="col" className="num">
                {t("count.ofOrders")}
              </th>
              <th scope="col">{t("count.counted")}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.lot_id}>
                <th scope="row">{line.lot_number}</th>
                <td>{line.household?.name ?? ""}</td>
                <td>{f.date(line.harvested_on)}</td>
                <td>{line.best_before === null ? "" : f.date(line.best_before)}</td>
                <td className="num">{f.units(line.on_hand, pool.unit)}</td>
                <td className="num">{line.allocated === 0 ? "" : f.units(line.allocated, pool.unit)}</td>
                <td />
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row" colSpan={4}>
                {t("sum")}
              </th>
              <td className="num">
                {f.units(
                  lines.reduce((sum, line) => sum + line.on_hand, 0),
                  pool.unit,
                )}
              </td>
              <td />
              <td />
            </tr>
          </tfoot>
        </table>
      </div>
      <p>{t("count.signed")}</p>
    </section>
  );
}
