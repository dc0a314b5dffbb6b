import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import type { Lot } from "../desk/data.server";
import type { Statement } from "./data.server";
import { isRule } from "./rules";

type Line = Statement["lines"][number];

/** Every line with the deductions behind it, as they were frozen at the sale. */
export function StatementLines({ statement, lots }: { statement: Statement; lots: readonly Lot[] }) {
  const t = useTranslations("statement");
  const f = useFormats();
  const path = usePath();
  const money = (amount: number) => f.money(amount, statement.currency);
  const nameOf = (line: Line) => {
    const lot = lots.find((one) => one.id === line.lot_id);
    return lot ? t("lot", { produce: lot.produce_name[path], number: lot.number }) : t(`kinds.${line.kind}`);
  };
  return (
    <div className="stack">
      <h2>{t("lines")}</h2>
      <ul className="plain stack">
        {statement.lines.map((line, index) => (
          <li className="panel stack-s" key={index}>
            <p className="row between">
              <strong>
                {line.kind === "deduction" && isOfClaim(line.rule) ? (
                  <a href={`/${path}/home/claims`}>{t(`rules.${line.rule}`)}</a>
                ) : line.kind === "deduction" && isRule(line.rule) ? (
                  t(`rules.${line.rule}`)
                ) : (
                  nameOf(line)
                )}
              </strong>
              <strong className="tabular">{money(signOf(line) * line.amount_minor)}</strong>
            </p>
            {isOfPricePool(line.rule) ? <p className="muted">{t(`rules.${line.rule}`)}</p> : null}
            {line.of_line && line.grams !== null ? (
              <details>
                <summary>{t("howCounted")}</summary>
                <p>{t("paidFor", { amount: money(line.of_line.paid_minor), weight: f.weight(line.of_line.grams) })}</p>
                <table>
                  <caption className="visually-hidden">{t("howCounted")}</caption>
                  <tbody>
                    {line.of_line.deductions.map((deduction, at) => (
                      <tr key={at}>
                        <th scope="row">{isRule(deduction.rule) ? t(`rules.${deduction.rule}`) : deduction.rule}</th>
                        <td className="num">{money(-deduction.amount_minor)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
                <p>{t("yourShare", { weight: f.weight(line.grams), amount: money(line.amount_minor) })}</p>
              </details>
            ) : null}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Of a price pool: an advance given adds to what is owed, one that is netted takes it off again. */
const OF_PRICE_POOL = ["pool_advance", "pool_share", "pool_difference", "advance_netted"] as const;

function isOfPricePool(rule: string): rule is (typeof OF_PRICE_POOL)[number] {
  return (OF_PRICE_POOL as readonly string[]).includes(rule);
}

/** Why stands on a page of its own. */
function isOfClaim(rule: string): rule is "claim" | "clawback" | "clawback_returned" {
  return rule === "claim" || rule === "clawback" || rule === "clawback_returned";
}

function signOf(line: Line): 1 | -1 {
  return line.kind === "advance" ? -1 : 1;
}
