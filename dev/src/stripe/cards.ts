/**
 * Test cards. Numbers and aliases are those Stripe publishes for test mode; rows marked `own` are
 * the stand-in's, for faults Stripe's test mode cannot show.
 */
export type Decline = { code: string; decline_code?: string; message: string };

export type TestCard = {
  alias: string;
  /** More names Stripe knows the same card by. */
  also?: readonly string[];
  number: string;
  brand: "visa" | "mastercard" | "amex" | "unionpay";
  what: string;
  own?: true;
  type?: "card" | "us_bank_account";
  decline?: Decline;
  /** Asks for 3-D Secure first; `decline` is then applied after approval. */
  authenticate?: true;
  /** `confirm` keeps its effect but never answers. */
  hang?: true;
  /** Authorisation is found expired at capture. */
  captureFails?: true;
  /** The bank disputes the charge soon after. */
  disputes?: true;
  /** A refund succeeds first, then fails. */
  refundFails?: true;
  /** Asynchronous: `processing` first, settled by a due action. */
  async?: "succeeds" | "fails";
};

const declined = (decline_code: string, message = "Your card was declined."): Decline => ({
  code: "card_declined",
  decline_code,
  message,
});

export const CARDS: readonly TestCard[] = [
  { alias: "pm_card_visa", also: ["tok_visa"], number: "4242424242424242", brand: "visa", what: "succeeds" },
  {
    alias: "pm_card_mastercard",
    also: ["tok_mastercard"],
    number: "5555555555554444",
    brand: "mastercard",
    what: "succeeds",
  },
  { alias: "pm_card_amex", also: ["tok_amex"], number: "378282246310005", brand: "amex", what: "succeeds" },
  {
    alias: "pm_card_unionpay",
    also: ["tok_unionpay"],
    number: "6200000000000005",
    brand: "unionpay",
    what: "succeeds",
  },
  {
    alias: "pm_card_visa_chargeDeclined",
    also: ["pm_card_chargeDeclined", "tok_chargeDeclined", "tok_visa_chargeDeclined"],
    number: "4000000000000002",
    brand: "visa",
    what: "declined",
    decline: declined("generic_decline"),
  },
  {
    alias: "pm_card_visa_chargeDeclinedInsufficientFunds",
    also: [
      "pm_card_chargeDeclinedInsufficientFunds",
      "tok_chargeDeclinedInsufficientFunds",
      "tok_visa_chargeDeclinedInsufficientFunds",
    ],
    number: "4000000000009995",
    brand: "visa",
    what: "declined: insufficient funds",
    decline: declined("insufficient_funds", "Your card has insufficient funds."),
  },
  {
    alias: "pm_card_chargeDeclinedExpiredCard",
    also: ["pm_card_visa_chargeDeclinedExpiredCard", "tok_chargeDeclinedExpiredCard"],
    number: "4000000000000069",
    brand: "visa",
    what: "declined: expired",
    decline: { code: "expired_card", message: "Your card has expired." },
  },
  {
    alias: "pm_card_chargeDeclinedIncorrectCvc",
    also: ["pm_card_visa_chargeDeclinedIncorrectCvc", "tok_chargeDeclinedIncorrectCvc"],
    number: "4000000000000127",
    brand: "visa",
    what: "declined: wrong CVC",
    decline: { code: "incorrect_cvc", message: "Your card's security code is incorrect." },
  },
  {
    alias: "pm_card_chargeDeclinedProcessingError",
    also: ["pm_card_visa_chargeDeclinedProcessingError", "tok_chargeDeclinedProcessingError"],
    number: "4000000000000119",
    brand: "visa",
    what: "declined: processing error",
    decline: {
      code: "processing_error",
      message: "An error occurred while processing your card. Try again in a little bit.",
    },
  },
  {
    alias: "pm_card_authenticationRequired",
    number: "4000002500003155",
    brand: "visa",
    what: "3-D Secure, then succeeds",
    authenticate: true,
  },
  {
    alias: "pm_card_threeDSecure2Required",
    number: "4000000000003220",
    brand: "visa",
    what: "3-D Secure, then succeeds",
    authenticate: true,
  },
  {
    alias: "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds",
    number: "4000008260003178",
    brand: "visa",
    what: "3-D Secure, then declined: insufficient funds",
    authenticate: true,
    decline: declined("insufficient_funds", "Your card has insufficient funds."),
  },
  {
    alias: "pm_card_createDispute",
    also: ["tok_createDispute"],
    number: "4000000000000259",
    brand: "visa",
    what: "succeeds, then disputed",
    disputes: true,
  },
  {
    alias: "pm_card_refundFail",
    also: ["tok_refundFail"],
    number: "4000000000005126",
    brand: "visa",
    what: "a refund succeeds, then fails",
    refundFails: true,
  },
  {
    alias: "pm_card_timeout",
    number: "4000000000005555",
    brand: "visa",
    what: "confirmed, but confirm never answers",
    own: true,
    hang: true,
  },
  {
    alias: "pm_card_captureFails",
    number: "4000000000007775",
    brand: "visa",
    what: "authorised, expired at capture",
    own: true,
    captureFails: true,
  },
  {
    alias: "pm_usBankAccount_success",
    number: "000123456789",
    brand: "visa",
    what: "bank debit: processing, then succeeds",
    type: "us_bank_account",
    async: "succeeds",
  },
  {
    alias: "pm_usBankAccount_insufficientFunds",
    number: "000222222227",
    brand: "visa",
    what: "bank debit: processing, then fails",
    type: "us_bank_account",
    async: "fails",
    decline: {
      code: "payment_method_bank_account_blocked",
      decline_code: "insufficient_funds",
      message: "The customer's account has insufficient funds to cover this payment.",
    },
  },
];

const BY_NAME = new Map(
  CARDS.flatMap((card) => [card.alias, ...(card.also ?? [])].map((name) => [name, card] as const)),
);
const BY_NUMBER = new Map(CARDS.map((card) => [card.number, card]));

export const cardByName = (name: string): TestCard | null => BY_NAME.get(name) ?? null;

export type NumberCheck =
  { ok: true; card: TestCard } | { ok: false; code: string; decline_code?: string; message: string };

/** What a typed number means. Numbers that are not test cards are refused, as in Stripe's test mode. */
export function checkNumber(typed: string): NumberCheck {
  const digits = typed.replace(/[\s-]/g, "");
  if (!/^\d{12,19}$/.test(digits) || !luhn(digits)) {
    return { ok: false, code: "incorrect_number", message: "Your card number is incorrect." };
  }
  const card = BY_NUMBER.get(digits);
  if (!card || card.type === "us_bank_account") {
    return {
      ok: false,
      code: "card_declined",
      decline_code: "test_mode_live_card",
      message: "Your card was declined. Your request was in test mode, but used a non test card.",
    };
  }
  return { ok: true, card };
}

function luhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
