import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import type { OneStatement } from "./data.server";

/** Every lot with its weight, price and why; then where the buyers' money for all of them went. */
export function SoldLots({ statement }: { statement: OneStatement }) {
  const t = useTranslations("statement");
  const f = useFormats();
  const path = usePath();
  const money = (amount: number) => f.moneyInWords(amount, statement.currency);
  if (statement.lots.length === 0) return null;
  return (
    <section className="stack">
      <h2>{t("goods")}</h2>
      <ul className="plain stack">
        {statement.lots.map((lot) => (
          <li className="panel stack-s" key={`${lot.lot_id} ${lot.why.en}`}>
            <p className="row between">
              <strong>
                {lot.goods[path]}
                {lot.number === null ? null : ` · ${t("ticket", { number: lot.number })}`}
              </strong>
              <strong className="tabular">{money(lot.share_minor)}</strong>
            </p>
            <p>
              {[
                lot.grams === 0 ? "" : f.weight(lot.grams),
                lot.per_kg_minor === null ? "" : t("perKg", { amount: money(lot.per_kg_minor) }),
                lot.harvested_on === null ? "" : t("picked", { date: f.date(lot.harvested_on) }),
              ]
                .filter(Boolean)
                .join(" · ")}
            </p>
            <details>
              <summary>{t("why")}</summary>
              <p>{lot.why[path]}</p>
            </details>
          </li>
        ))}
      </ul>
      <Divided statement={statement} />
    </section>
  );
}

/** What the buyers paid for all goods, less each deduction with its rule: adds up to the cent. */
function Divided({ statement }: { statement: OneStatement }) {
  const t = useTranslations("statement");
  const f = useFormats();
  const path = usePath();
  const sold = statement.lots.filter((lot) => lot.deductions.length > 0);
  if (sold.length === 0) return null;
  const kept = new Map<string, number>();
  for (const { words, amount_minor } of sold.flatMap((lot) => lot.deductions)) {
    kept.set(words[path], (kept.get(words[path]) ?? 0) + amount_minor);
  }
  const sum = (amounts: readonly number[]) => amounts.reduce((total, one) => total + one, 0);
  const money = (amount: number) => f.money(amount, statement.currency);
  return (
    <table className="words">
      <caption>{t("divided")}</caption>
      <tbody>
        <tr>
          <th scope="row">{t("bought")}</th>
          <td className="num">{money(sum(sold.map((lot) => lot.bought_minor)))}</td>
        </tr>
        {[...kept].map(([words, amount]) => (
          <tr key={words}>
            <th scope="row">{words}</th>
            <td className="num">{money(-amount)}</td>
          </tr>
        ))}
        <tr>
          <th scope="row">{t("earned")}</th>
          <td className="num">
            <strong>{money(sum(sold.map((lot) => lot.share_minor)))}</strong>
          </td>
        </tr>
      </tbody>
    </table>
  );
}
