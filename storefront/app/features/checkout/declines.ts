/** Stripe's reasons we have words for: what happened, what is safe, what to do. */
export const DECLINES = [
  "insufficient_funds",
  "expired_card",
  "incorrect_cvc",
  "incorrect_number",
  "processing_error",
  "authentication_failed",
  "no_answer",
  "card_declined",
] as const;
export type Decline = (typeof DECLINES)[number];

interface StripeProblem {
  readonly type?: string | undefined;
  readonly code?: string | undefined;
  readonly decline_code?: string | undefined;
}

/** The words for a refusal of the card processor; null for what the card field itself shows beside the digits. */
export function declineOf(error: StripeProblem): Decline | null {
  if (error.type === "validation_error") return null;
  if (error.type === "api_connection_error") return "no_answer";
  if (error.code === "payment_intent_authentication_failure") return "authentication_failed";
  const said = [error.decline_code, error.code].find((code) =>
    (DECLINES as readonly (string | undefined)[]).includes(code),
  );
  return (said as Decline | undefined) ?? "card_declined";
}
