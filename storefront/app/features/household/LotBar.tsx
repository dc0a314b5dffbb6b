import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import type { HouseholdLot } from "./data.server";
import { Bar } from "../ui/Bar";

const PARTS = ["sold", "held", "left", "lost"] as const;

/** One delivery: how much of it is sold, promised, still there, lost; and why each order took what it took. */
export function LotBar({ lot }: { lot: HouseholdLot }) {
  const t = useTranslations("householdLots");
  const f = useFormats();
  const path = usePath();
  const name = t("lot", { produce: lot.produce_name[path], date: f.date(lot.harvested_on) });
  return (
    <article className="panel stack-s">
      <h2>{name}</h2>
      <p>
        <strong>{f.units(lot.units, lot.unit)}</strong> · {lot.grade_name[path]}
        <br />
        <span className="muted">{t("receipt", { number: lot.number })}</span>
      </p>
      <a className="button second" href={`/${path}/home/receipts/${lot.id}`}>
        {t("openReceipt")}
      </a>
      <Bar label={name} parts={PARTS.map((part) => ({ key: part, part, value: lot[part], label: t(part) }))} />
      <table>
        <caption className="visually-hidden">{name}</caption>
        <tbody>
          {PARTS.filter((part) => lot[part] > 0).map((part) => (
            <tr key={part}>
              <th scope="row">
                <span className={`key part-${part}`} aria-hidden="true" />
                {t(part)}
              </th>
              <td className="num">{f.units(lot[part], lot.unit)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {lot.reasons.length === 0 ? null : (
        <details className="reasons">
          <summary>{t("reasons", { count: lot.reasons.length })}</summary>
          <ul className="plain stack">
            {lot.reasons.map((reason) => (
              <li key={reason.at + reason.why.zh} className="reason stack-s">
                <p>
                  <strong>
                    {reason.state === "released"
                      ? t("taken", { date: f.date(reason.at) })
                      : t("gave", { date: f.date(reason.at), amount: f.units(reason.units, lot.unit) })}
                  </strong>
                </p>
                <p>{reason.why[path]}</p>
                {reason.swaps.map((swap) => (
                  <p key={swap.zh} className="note">
                    {swap[path]}
                  </p>
                ))}
              </li>
            ))}
          </ul>
        </details>
      )}
    </article>
  );
}
