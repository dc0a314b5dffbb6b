import Stripe from "stripe";

/**
 * What an error of the payment processor says about a transfer.
 * - failed: it was refused and will be refused again; the money is the household's, who is told why.
 * - waits: it was refused for now, and will do when our balance has grown.
 * - later: it was not looked at; the same call again in a moment.
 * - unknown: it may have happened.
 */
export interface RailAnswer {
  state: "failed" | "waits" | "later" | "unknown";
  reason_code: string;
  reason: string;
}

/** Refusals that are about the destination account, and what we call them. */
const ACCOUNT_CODES: Readonly<Record<string, string>> = {
  account_invalid: "account_closed",
  account_closed: "account_closed",
  resource_missing: "account_closed",
  transfers_not_allowed: "account_restricted",
  insufficient_capabilities_for_transfer: "account_restricted",
};

/** Reads an error of the Stripe SDK. Whatever is not certain is unknown: it is looked up before it is repeated. */
export function railAnswer(error: unknown): RailAnswer {
  const { errors } = Stripe;
  if (!(error instanceof errors.StripeError))
    return { state: "unknown", reason_code: "no_answer", reason: String(error) };
  const reason = error.message;
  if (error instanceof errors.StripeRateLimitError) return { state: "later", reason_code: "rail_busy", reason };
  if (error instanceof errors.StripeAuthenticationError)
    return { state: "later", reason_code: "rail_refuses_us", reason };
  if (error.code === "balance_insufficient") return { state: "waits", reason_code: "balance_not_available", reason };
  const account = ACCOUNT_CODES[error.code ?? ""];
  if (account !== undefined) return { state: "failed", reason_code: account, reason };
  if (error instanceof errors.StripeInvalidRequestError && error.statusCode === 400) {
    return { state: "failed", reason_code: "refused_by_rail", reason };
  }
  return { state: "unknown", reason_code: "no_answer", reason };
}
