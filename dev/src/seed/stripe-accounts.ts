import Stripe from "stripe";

/** Marks an account id that no Stripe has made yet: the next run with a stand-in that answers replaces it. */
const PENDING = "acct_pending_";
/** The stand-in is on this machine: it answers at once or is not there. */
const LIMIT_MS = 3_000;

/**
 * The connected account of each household on that rail, card number -> account id. Made at the stand-in when it
 * answers; a real Stripe is never asked by a seed. Without either, an id that says so stands in its place.
 */
export async function stripeAccounts(
  households: readonly { card_number: string; stands: string | undefined }[],
): Promise<Map<string, string>> {
  const made = new Map<string, string>();
  const open = households.filter(({ card_number, stands }) => {
    if (stands && !stands.startsWith(PENDING)) made.set(card_number, stands);
    return !made.has(card_number);
  });
  const stripe = open.length > 0 ? await standIn() : undefined;
  await Promise.all(
    open.map(async ({ card_number }) => {
      const account = await stripe?.accounts.create(
        {
          // Self-serve payouts do not reach mainland China; these households are paid through a relative in Hong Kong.
          country: "HK",
          type: "express",
          capabilities: { transfers: { requested: true } },
          metadata: { card_number },
        },
        { idempotencyKey: `seed-account-${card_number}` },
      );
      made.set(card_number, account?.id ?? `${PENDING}${card_number}`);
    }),
  );
  return made;
}

async function standIn(): Promise<Stripe | undefined> {
  const { STRIPE_API_KEY, STRIPE_API_HOST, STRIPE_API_PORT, STRIPE_API_PROTOCOL } = process.env;
  if (!STRIPE_API_KEY || !STRIPE_API_HOST) return undefined;
  const stripe = new Stripe(STRIPE_API_KEY, {
    host: STRIPE_API_HOST,
    ...(STRIPE_API_PORT ? { port: STRIPE_API_PORT } : {}),
    protocol: STRIPE_API_PROTOCOL === "http" ? "http" : "https",
    telemetry: false,
    maxNetworkRetries: 0,
    timeout: LIMIT_MS,
  });
  try {
    await stripe.balance.retrieve();
    return stripe;
  } catch {
    return undefined;
  }
}
