import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { MoneyBar } from "../ui/MoneyBar";
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
  /** With banks that have not answered; nothing of it in public, where `paid_minor` waits until all have. */
  readonly on_its_way_minor?: number;
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
    ["onItsWay", money.on_its_way_minor ?? 0],
    ["carried", money.carried_minor],
    ["balance", money.balance_minor],
  ] as const;
  return (
    <div className="stack">
      <p>
        {t("sold", { weight: f.weight(money.grams) })} · {t("households", { count: households })}
      </p>
      <div className="money-table">
        <MoneyBar
          caption={t("where")}
          currency={money.currency}
          whole={{ label: t("income"), amount_minor: money.income_minor }}
          rows={money.uses.map(({ use, amount_minor }) => ({
            key: use,
            part: PARTS[use],
            label: t(`uses.${use}`),
            amount_minor,
          }))}
        />
      </div>
      {money.beside_minor === 0 ? null : (
        <p className="small">
          {t("sales")} {amount(money.sales_minor)} · {t("beside")} {amount(money.beside_minor)}
        </p>
      )}
      <table className="money-table">
        <caption>{t("statements")}</caption>
        <tbody>
          {settled.map(([name, minor]) =>
            minor === null || ((name === "carried" || name === "onItsWay") && minor === 0) ? null : (
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
