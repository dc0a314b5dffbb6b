import { useTranslations } from "use-intl";
import { useFormats } from "../../lib/formats";
import { usePath } from "../../lib/path";
import type { Statement } from "./data.server";

/** From gross to what remains, each figure on its own row; then what became of the money. */
export function StatementSums({ statement }: { statement: Statement }) {
  const t = useTranslations("statement");
  const f = useFormats();
  const path = usePath();
  const money = (amount: number) => f.money(amount, statement.currency);
  const rows = [
    ["broughtForward", statement.brought_forward_minor],
    ["gross", statement.gross_minor],
    ["deductions", -statement.deductions_minor],
    ["advances", -statement.advances_minor],
  ] as const;
  return (
    <div className="stack">
      <table>
        <caption className="visually-hidden">{t("sums")}</caption>
        <tbody>
          {rows
            .filter(([name, amount]) => name === "gross" || amount !== 0)
            .map(([name, amount]) => (
              <tr key={name}>
                <th scope="row">{t(name)}</th>
                <td className="num">{money(amount)}</td>
              </tr>
            ))}
          <tr>
            <th scope="row">{t("net")}</th>
            <td className="num">
              <strong>{money(statement.net_minor)}</strong>
            </td>
          </tr>
          <tr>
            <th scope="row">{t("paid")}</th>
            <td className="num">{money(statement.paid_minor)}</td>
          </tr>
          {statement.carried_minor === 0 ? null : (
            <tr>
              <th scope="row">{t("carried")}</th>
              <td className="num">{money(statement.carried_minor)}</td>
            </tr>
          )}
          <tr>
            <th scope="row">{t("remaining")}</th>
            <td className="num">
              <strong>{money(statement.remaining_minor)}</strong>
            </td>
          </tr>
        </tbody>
      </table>
      {statement.payouts.map((payout) => (
        <p className={payout.state === "created" ? "note good" : "note"} key={payout.id}>
          {t(`payout.${payout.state}`, {
            amount: f.moneyInWords(payout.amount_minor, statement.currency),
            rail: t(`rails.${payout.rail}`),
            account: payout.account_last4 === null ? "" : `•••• ${payout.account_last4}`,
            date: f.date(payout.at),
          })}
          {payout.bank_words === null ? null : ` ${t("bankSays", { reason: payout.bank_words[path] })}`}
        </p>
      ))}
      {statement.not_paid_because === null ? null : (
        <p className="note warn">
          {t(`because.${isReason(statement.not_paid_because) ? statement.not_paid_because : "other"}`)}
        </p>
      )}
    </div>
  );
}

const REASONS = [
  "below_minimum",
  "below_zero",
  "no_account",
  "account_not_valid",
  "account_on_hold",
  "payout_failed",
  "payout_rejected",
  "payout_returned",
  "payout_reversed",
  "account_refused",
  "bank_asks",
] as const;

function isReason(reason: string): reason is (typeof REASONS)[number] {
  return (REASONS as readonly string[]).includes(reason);
}
