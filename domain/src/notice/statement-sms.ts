import { formatMinor } from "../shared/money";
import type { Result } from "../shared/result";
import { SMS_PAYOUT_SEGMENTS, SMS_UNITS_JOINED, type SmsRefusal } from "./sms";
import { clean, least, shorter, shortest } from "./sms-fit";

export interface StatementSms {
  readonly cooperative: string;
  readonly number: string;
  /** As people say it: 11月1日至15日. */
  readonly period: string;
  readonly currency: string;
  readonly brought_forward_minor: bigint;
  readonly gross_minor: bigint;
  /** Of the gross: the refund of the year, where there is one. */
  readonly patronage_minor?: bigint;
  readonly deductions_minor: bigint;
  readonly advances_minor: bigint;
  readonly net_minor: bigint;
  /** What happens now, as people say it: 将付到尾号1234的账户; 请带卡来领现金; 没有收款账户,请来登记. */
  readonly next: string;
  /** To look the statement up on the village's money board. */
  readonly slip_code: string;
  readonly phone: string;
}

/**
 * A statement was approved: gross, what comes off, what is owed, what happens now, in two segments at most:
 * 【竹塘合作社】11月1日至15日结算单ST0000012：货款6064.00元，扣款64.00元，应付您6000.00元。将付到尾号3445的账户。查对码K7QM3F2P9XTA，有疑问请打0571-8888
 *
 * When it is too long, the code goes first (it stands on the slip), then the cooperative is shortened. Amounts, what
 * happens now and the phone are never cut: a text in which they do not fit is refused.
 */
export function statementSms(statement: StatementSms): Result<string, SmsRefusal> {
  const money = (amount_minor: bigint): string => {
    const amount = formatMinor(amount_minor, statement.currency);
    return statement.currency.toUpperCase() === "CNY" ? `${amount}元` : `${amount} ${statement.currency.toUpperCase()}`;
  };
  const part = (name: string, amount_minor: bigint): string =>
    amount_minor === 0n ? "" : `，${name}${money(amount_minor)}`;
  const figures = [
    part("上期转来", statement.brought_forward_minor),
    part("扣款", statement.deductions_minor),
    part("预付抵扣", statement.advances_minor),
  ].join("");
  const patronage = statement.patronage_minor ?? 0n;
  const gross = `${money(statement.gross_minor)}${patronage === 0n ? "" : `（含年终返利${money(patronage)}）`}`;
  const owed =
    statement.net_minor < 0n ? `，不够扣，还差${money(-statement.net_minor)}` : `，应付您${money(statement.net_minor)}`;
  const code = `查对码${clean(statement.slip_code)}，`;
  const text = (sender: string, slip: string): string =>
    `【${sender}】${clean(statement.period)}结算单${clean(statement.number)}：货款${gross}${figures}${owed}。${clean(statement.next)}。${slip}有疑问请打${clean(statement.phone)}`;
  const sender = clean(statement.cooperative);
  return shortest(SMS_UNITS_JOINED * SMS_PAYOUT_SEGMENTS, [
    () => text(sender, code),
    () => text(sender, ""),
    ...shorter(sender).map((shortened) => () => text(shortened, "")),
    () => text(least(sender), ""),
  ]);
}
