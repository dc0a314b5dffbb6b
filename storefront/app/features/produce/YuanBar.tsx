import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { Bar } from "../ui/Bar";
import type { YuanRow } from "./yuan.server";

/** The bar and its table: who gets how much of what was paid. */
export function YuanBar({ rows, currency, caption }: { rows: readonly YuanRow[]; currency: string; caption: string }) {
  const t = useTranslations("yuan");
  const f = useFormats();
  const whole = rows.reduce((sum, row) => sum + row.amount_minor, 0);
  return (
    <div className="stack-s">
      <Bar
        label={caption}
        parts={rows.map((row) => ({ key: row.part, part: row.part, value: row.amount_minor, label: t(row.part) }))}
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
            <tr key={row.part}>
              <th scope="row">
                <span className={`key part-${row.part}`} aria-hidden="true" />
                {t(row.part)}
              </th>
              <td className="num">{f.money(row.amount_minor, currency)}</td>
              <td className="num">{f.percent(row.amount_minor, whole)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t("whole")}</th>
            <td className="num">
              <strong>{f.money(whole, currency)}</strong>
            </td>
            <td />
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
