import { dayNumber } from "../shared/dates";
import { minorDigits } from "../shared/money";
import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { hasCardCheck, isCardNumber } from "./card-number";
import { ibanLength, isIban, isIbanShaped } from "./iban";
import { pain001Xml } from "./pain001-xml";

/** Payments in one file at most: banks take 100,000 lines, some fewer. */
export const MAX_PAYMENTS_PER_FILE = 100_000;
/** Lengths of the ISO 20022 text types. */
const MAX_ID = 35;
const MAX_NAME = 140;
const MAX_ACCOUNT = 34;
const MAX_REMITTANCE = 140;
/** The schema takes 18 digits in an amount and in the control sum. */
const LEAST_TOO_LARGE_MINOR = 10n ** 18n;
/** ISO 8601 with seconds; without a zone it is the sender's local time, which the schema takes too. */
const DATE_TIME = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-](0\d|1[0-3]):[0-5]\d)?$/;

export interface BankAccount {
  readonly name: string;
  /** Either this ... */
  readonly iban?: string;
  /** ... or the bank's own number, for countries without IBAN. */
  readonly account?: string;
  /** The number only looks like a card's: it was compared with the bank's paper (see account-number.ts), no check digit is asked. */
  readonly as_on_paper?: boolean;
  readonly bic?: string;
  /** National clearing, such as { system: "CNAPS", member_id: "102100099996" }. */
  readonly clearing?: { readonly system: string; readonly member_id: string };
}

export interface Pain001Payment extends BankAccount {
  /** Our payout id; unique in the file and on the household's bank slip. */
  readonly end_to_end_id: string;
  readonly amount_minor: bigint;
  readonly remittance: string;
}

export interface Pain001Input {
  readonly message_id: string;
  /** ISO date and time with seconds, such as 2026-12-01T08:30:00Z. */
  readonly created_at: string;
  readonly debtor: BankAccount;
  readonly execution_date: string;
  readonly currency: string;
  readonly payments: readonly Pain001Payment[];
}

export type Pain001Refusal = Refusal<
  | "invalid_header"
  | "invalid_account"
  | "invalid_text"
  | "invalid_amount"
  | "unknown_currency"
  | "duplicate_id"
  | "no_payments"
  | "too_many_payments"
>;

export interface Pain001File {
  readonly xml: string;
  readonly count: number;
  readonly control_sum_minor: bigint;
}

/**
 * A credit transfer file for the bank, ISO 20022 pain.001.001.09, one payment block with control sum and count. The
 * same input gives the same bytes, so a file can be exported again and compared.
 *
 * Refuses, naming the line (payments from 1): an account that is neither IBAN nor number or is both, an IBAN or a card
 * number whose check digits are wrong, a CNAPS member id without 12 digits, texts that are empty, too long or hold control
 * characters, amounts not above zero or of more than 18 digits, an end-to-end id used twice, and dates that are none.
 */
export function buildPain001(input: Pain001Input): Result<Pain001File, Pain001Refusal> {
  const fault = headerFault(input) ?? paymentsFault(input);
  if (fault !== null) return { ok: false, refusal: fault };
  const control_sum_minor = input.payments.reduce((sum, payment) => sum + payment.amount_minor, 0n);
  if (control_sum_minor >= LEAST_TOO_LARGE_MINOR)
    return refuse("invalid_amount", "The payments sum to more than 18 digits, which no bank file can say.", "payments");
  return ok({ xml: pain001Xml(input, control_sum_minor), count: input.payments.length, control_sum_minor });
}

type Fault = Pain001Refusal | null;

function headerFault(input: Pain001Input): Fault {
  const currency = minorDigits(input.currency);
  if (!currency.ok)
    return currency.refusal.reason === "unknown_currency" ? fault("unknown_currency", currency.refusal.message) : null;
  const day = DATE_TIME.exec(input.created_at)?.[1];
  if (day === undefined || dayNumber(day) === null) {
    return fault("invalid_header", `"${input.created_at}" is not an ISO date and time.`, "created_at");
  }
  if (dayNumber(input.execution_date) === null) {
    return fault("invalid_header", `"${input.execution_date}" is not an ISO date.`, "execution_date");
  }
  return (
    textFault("The message id", input.message_id, MAX_ID, "message_id") ??
    accountFault("The debtor", input.debtor, "debtor")
  );
}

function paymentsFault(input: Pain001Input): Fault {
  if (input.payments.length === 0) return fault("no_payments", "The file has no payments.", "payments");
  if (input.payments.length > MAX_PAYMENTS_PER_FILE) {
    return fault("too_many_payments", `A file takes ${MAX_PAYMENTS_PER_FILE} payments.`, "payments");
  }
  const seen = new Set<string>();
  for (const [index, payment] of input.payments.entries()) {
    const line = `Line ${index + 1}`;
    const field = `payments.${index}`;
    const found =
      textFault(`${line}: the end-to-end id`, payment.end_to_end_id, MAX_ID, field) ??
      textFault(`${line}: the remittance text`, payment.remittance, MAX_REMITTANCE, field) ??
      accountFault(line, payment, field);
    if (found !== null) return found;
    if (payment.amount_minor <= 0n) return fault("invalid_amount", `${line}: the amount is not above zero.`, field);
    if (payment.amount_minor >= LEAST_TOO_LARGE_MINOR)
      return fault("invalid_amount", `${line}: the amount has more than 18 digits.`, field);
    if (seen.has(payment.end_to_end_id)) {
      return fault("duplicate_id", `${line}: the end-to-end id "${payment.end_to_end_id}" is used twice.`, field);
    }
    seen.add(payment.end_to_end_id);
  }
  return null;
}

function accountFault(who: string, account: BankAccount, field: string): Fault {
  if ((account.iban === undefined) === (account.account === undefined)) {
    return fault("invalid_account", `${who}: give either an IBAN or an account number.`, field);
  }
  if (account.iban !== undefined && !isIban(account.iban)) return ibanFault(who, account.iban, field);
  if (account.account !== undefined && !/^[A-Za-z0-9/-]+$/.test(account.account)) {
    return fault("invalid_account", `${who}: the account number has other characters than letters and digits.`, field);
  }
  if (account.account !== undefined && account.account.length > MAX_ACCOUNT) {
    return fault("invalid_account", `${who}: the account number is longer than ${MAX_ACCOUNT}.`, field);
  }
  if (account.account !== undefined && isIbanShaped(account.account) && !isIban(account.account))
    return ibanFault(who, account.account, field);
  if (
    account.account !== undefined &&
    !account.as_on_paper &&
    isCardNumber(account.account) &&
    !hasCardCheck(account.account)
  ) {
    return fault("invalid_account", `${who}: the card number is not valid, its check digit does not fit.`, field);
  }
  if (account.bic !== undefined && !/^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$/.test(account.bic)) {
    return fault("invalid_account", `${who}: the BIC is not valid.`, field);
  }
  if (account.clearing !== undefined) {
    const { system, member_id } = account.clearing;
    if (!/^[A-Z0-9]{1,5}$/.test(system) || !/^[A-Za-z0-9]{1,35}$/.test(member_id)) {
      return fault("invalid_account", `${who}: the clearing system or member id is not valid.`, field);
    }
    if (system === "CNAPS" && !/^\d{12}$/.test(member_id)) {
      return fault("invalid_account", `${who}: a CNAPS member id has 12 digits.`, field);
    }
  }
  return textFault(`${who}: the name`, account.name, MAX_NAME, field);
}

/** The IBAN is not valid, and what of it: its length, its check digits, or that it is none at all. */
function ibanFault(who: string, iban: string, field: string): Fault {
  const length = ibanLength(iban);
  const why =
    length === undefined
      ? ""
      : length === iban.length
        ? `: its check digits (${iban.slice(2, 4)}) do not fit`
        : `: one of ${iban.slice(0, 2)} has ${length} characters, this one ${iban.length}`;
  return fault("invalid_account", `${who}: the IBAN is not valid${why}.`, field);
}

function textFault(what: string, text: string, most: number, field: string): Fault {
  if (text.trim() === "") return fault("invalid_text", `${what} is empty.`, field);
  if (Array.from(text).length > most) return fault("invalid_text", `${what} is longer than ${most} characters.`, field);
  // XML 1.0 has no way to write these, not even escaped; line breaks would be folded by the bank.
  if (
    /[\u0000-\u001f\u007f-\u009f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(
      text,
    )
  ) {
    return fault("invalid_text", `${what} has control characters.`, field);
  }
  return null;
}

function fault(reason: Pain001Refusal["reason"], message: string, field?: string): Pain001Refusal {
  return refuse(reason, message, field).refusal;
}
