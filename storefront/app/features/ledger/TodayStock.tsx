import { useTranslations } from "use-intl";
import type { z } from "zod";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import type { expiringSchema } from "./data.server";

interface Props {
  expiring: z.output<typeof expiringSchema>["lots"];
  /** Waste and corrections that wait for a second person. */
  waiting: number;
  /** Goods that came back and nobody has looked at. */
  returned: number;
}

/** What of the stock is due today: what expires first, and what waits for somebody. */
export function TodayStock({ expiring, waiting, returned }: Props) {
  const t = useTranslations("ledger.today");
  const f = useFormats();
  const path = usePath();
  const when = (days: number) =>
    days < 0 ? `! ${t("past", { days: -days })}` : days === 0 ? `! ${t("lastDay")}` : t("inDays", { days });
  return (
    <section className="stack">
      <h2>{t("title")}</h2>
      {waiting + returned > 0 ? (
        <ul>
          {waiting > 0 ? (
            <li>
              <a href={`/${path}/desk/adjustments`}>{t("waiting", { count: waiting })}</a>
            </li>
          ) : null}
          {returned > 0 ? (
            <li>
              <a href={`/${path}/desk/returned-goods`}>{t("returned", { count: returned })}</a>
            </li>
          ) : null}
        </ul>
      ) : null}
      {expiring.length === 0 ? (
        <p className="panel">{t("none")}</p>
      ) : (
        <div className="scroll-x" tabIndex={0} role="region" aria-label={t("title")}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t("bestBefore")}</th>
                <th scope="col">{t("lot")}</th>
                <th scope="col">{t("produce")}</th>
                <th scope="col" className="num">
                  {t("free")}
                </th>
              </tr>
            </thead>
            <tbody>
              {expiring.map((lot) => (
                <tr key={lot.lot_id}>
                  <td>
                    {f.date(lot.best_before)}
                    <br />
                    <span className="small">{when(lot.days)}</span>
                  </td>
                  <th scope="row">
                    <a href={`/${path}/desk/pools/${lot.pool_id}/adjust`}>{lot.number}</a>
                  </th>
                  <td>
                    {lot.produce_name[path]} · {lot.grade_name[path]}
                  </td>
                  <td className="num">{f.units(lot.free, lot.unit)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
