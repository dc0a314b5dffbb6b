import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { Bar } from "../ui/Bar";
import { PARTS, type Use } from "./uses";

export interface Money {
  readonly currency: string;
  readonly grams: number;
  readonly sales_minor: number;
  readonly beside_minor: number;
  readonly income_minor: number;
  readonly uses: readonly { readonly use: Use; readonly amount_minor: number }[];
  readonly net_minor: number;
  /** Null in public until the period is paid. */
  readonly paid_minor: number | null;
  readonly carried_minor: number | null;
  readonly balance_minor: number | null;
}

/** Income, a bar of where it went with its table, and what of the households' money is paid and what is not. */
export function MoneyTable({ money, households }: { money: Money; households: number }) {
  const t = useTranslations("moneyBoard");
  const f = useFormats();
  const amount = (minor: number) => f.money(minor, money.currency);
  const settled = [
    ["net", money.net_minor],
    ["paid", money.paid_minor],
    ["carried", money.carried_minor],
    ["balance", money.balance_minor],
  ] as const;
  return (
    <div className="stack">
      <p>
        {t("sold", { weight: f.weight(money.grams) })} · {t("households", { count: households })}
      </p>
      <Bar
        label={t("where")}
        parts={money.uses.map(({ use, amount_minor }) => ({
          key: use,
          part: PARTS[use],
          value: amount_minor,
          label: t(`uses.${use}`),
        }))}
      />
      <table className="money-table">
        <caption>{t("where")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("use")}</th>
            <th scope="col" className="num">
              {t("amount")}
            </th>
            <th scope="col" className="num">
              {t("share")}
            </th>
          </tr>
        </thead>
        <tbody>
          {money.uses.map(({ use, amount_minor }) => (
            <tr key={use}>
              <th scope="row">
                <span className={`key part-${PARTS[use]}`} aria-hidden="true" /> {t(`uses.${use}`)}
              </th>
              <td className="num">{amount(amount_minor)}</td>
              <td className="num">{f.percent(amount_minor, money.income_minor)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t("income")}</th>
            <td className="num">
              <strong>{amount(money.income_minor)}</strong>
            </td>
            <td />
          </tr>
        </tfoot>
      </table>
      {money.beside_minor === 0 ? null : (
        <p className="small">
          {t("sales")} {amount(money.sales_minor)} · {t("beside")} {amount(money.beside_minor)}
        </p>
      )}
      <table className="money-table">
        <caption>{t("statements")}</caption>
        <tbody>
          {settled.map(([name, minor]) =>
            minor === null || (name === "carried" && minor === 0) ? null : (
              <tr key={name}>
                <th scope="row">{t(name)}</th>
                <td className="num">{name === "balance" ? <strong>{amount(minor)}</strong> : amount(minor)}</td>
              </tr>
            ),
          )}
        </tbody>
      </table>
      {money.paid_minor === null ? <p className="small">{t("notYet")}</p> : null}
    </div>
  );
}
