import { refuse, type Refusal } from "../shared/result";
import { hasCardCheck, isCardNumber } from "./card-number";
import { ibanLength, isIban } from "./iban";

/** A bank account as a person types it: its number, and its bank in a clearing system. */
export interface TypedAccount {
  /** Digits and capitals, without spaces. */
  readonly account: string;
  readonly bank: { readonly system: string; readonly member_id: string };
  /**
   * A person compared both numbers with the bank's paper and says that they stand there so. Not every account is a card: one
   * of a company or of an old passbook may look like one, and has no check digit that we know.
   */
  readonly as_on_paper?: boolean;
}

export type AccountNumberRefusal = Refusal<
  "iban_invalid" | "iban_length" | "card_number_invalid" | "bank_number_invalid" | "bank_number_doubtful"
>;

/**
 * What is wrong with an account's numbers, or null. Refused in any case, and first: an IBAN whose length
 * or check digits (modulo 97) do not fit, a CNAPS number without 12 digits. Refused until a person says that it stands so on the bank's paper:
 * a number in a range of cards whose check digit (Luhn) does not fit, a CNAPS number whose last digit does not fit.
 */
export function accountNumberFault({ account, bank, as_on_paper }: TypedAccount): AccountNumberRefusal | null {
  const length = ibanLength(account);
  if (length !== undefined && length !== account.length) {
    const message = `An IBAN of ${account.slice(0, 2)} has ${length} characters, this one has ${account.length}.`;
    return fault("iban_length", message, "account");
  }
  if (length !== undefined && !isIban(account)) {
    return fault(
      "iban_invalid",
      `The check digits of this IBAN (${account.slice(2, 4)}, after the country) do not fit: a character is wrong or two are swapped.`,
      "account",
    );
  }
  if (bank.member_id === "" && bank.system !== "CNAPS") {
    return fault("bank_number_invalid", "The number of the bank is missing.", "bank.member_id");
  }
  if (bank.system === "CNAPS" && !/^\d{12}$/.test(bank.member_id)) {
    return fault("bank_number_invalid", "The number of a bank (CNAPS) has 12 digits.", "bank.member_id");
  }
  if (as_on_paper) return null;
  if (isCardNumber(account) && !hasCardCheck(account)) {
    return fault(
      "card_number_invalid",
      "This card number is not valid: a digit is wrong. If it is no card, say that it stands so on the bank's paper.",
      "account",
    );
  }
  if (bank.system === "CNAPS" && !hasCnapsCheck(bank.member_id)) {
    return fault(
      "bank_number_doubtful",
      "A digit of the bank's number (CNAPS) seems wrong. If not, say that it stands so on the bank's paper.",
      "bank.member_id",
    );
  }
  return null;
}

/**
 * Whether the last digit of a CNAPS number fits the eleven before it: ISO/IEC 7064, MOD 11,10, as the numbers of China's banks
 * have it. One wrong digit is always found.
 */
export function hasCnapsCheck(member_id: string): boolean {
  let product = 10;
  for (const digit of member_id.slice(0, 11)) product = (((product + Number(digit)) % 10 || 10) * 2) % 11;
  return (product + Number(member_id[11])) % 10 === 1;
}

function fault(reason: AccountNumberRefusal["reason"], message: string, field: string): AccountNumberRefusal {
  return refuse(reason, message, field).refusal;
}
