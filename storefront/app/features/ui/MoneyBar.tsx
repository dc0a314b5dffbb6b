import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { Bar } from "./Bar";

export interface MoneyPart {
  readonly key: string;
  /** One of the .part-* classes: its colour. */
  readonly part: string;
  readonly label: string;
  readonly amount_minor: number;
}

/** Who got how much of a sum: a bar, and the table that says the same in words. What was put in stands below zero, in the table only. */
export function MoneyBar({
  rows,
  currency,
  caption,
  whole,
}: {
  rows: readonly MoneyPart[];
  currency: string;
  caption: string;
  /** What it is that is shared, and how much: where it has a name of its own. */
  whole?: { label: string; amount_minor: number };
}) {
  const t = useTranslations("yuan");
  const f = useFormats();
  const sum = whole?.amount_minor ?? rows.reduce((all, row) => all + row.amount_minor, 0);
  return (
    <div className="stack-s">
      <Bar
        label={caption}
        parts={rows.map(({ key, part, label, amount_minor: value }) => ({ key, part, label, value }))}
      />
      <table>
        <caption>{caption}</caption>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">{t("who")}</th>
            <th scope="col">{t("amount")}</th>
            <th scope="col">{t("share")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">
                <span className={`key part-${row.part}`} aria-hidden="true" />
                {row.label}
              </th>
              <td className="num">{f.money(row.amount_minor, currency)}</td>
              <td className="num">{f.percent(row.amount_minor, sum)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{whole?.label ?? t("whole")}</th>
            <td className="num">
              <strong>{f.money(sum, currency)}</strong>
            </td>
            <td />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
