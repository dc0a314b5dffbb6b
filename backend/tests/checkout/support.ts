import { randomUUID } from "node:crypto";
import { eventually, type House } from "../../../dev/src/testing/house.js";
import { ShopClient, type Purchase } from "../../../dev/src/testing/shop-client.js";

/** What the tests read of the seed. */
export interface SeedShape {
  publishable_key: string;
  region_id: string;
  products: {
    handle: string;
    pool_id: string;
    variants: { id: string; units_per_pack: number; price_minor: number }[];
  }[];
  logins: {
    role: string;
    actor: string;
    cooperative?: string;
    sign_in: { path: string; body: Record<string, string> };
    email: string;
    password: string;
    card_number?: string;
  }[];
}

export const DAY_MS = 86_400_000;

/** The day so many days from now, as its date. */
export const dayIn = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

export const seedOf = (house: House): SeedShape => house.seed as unknown as SeedShape;

export function product(house: House, handle: string) {
  const found = seedOf(house).products.find((p) => p.handle === handle);
  if (!found) throw new Error(`the seed has no product ${handle}`);
  return found;
}

/** The variant of a product with so many base units in a pack. */
export function pack(house: House, handle: string, units: number): string {
  const found = product(house, handle).variants.find((v) => v.units_per_pack === units);
  if (!found) throw new Error(`${handle} has no pack of ${units}`);
  return found.id;
}

/** So many packs of a product, as a line of what a company asks for. */
export async function packLine(house: House, handle: string, units: number, packs: number) {
  const variant_id = pack(house, handle, units);
  const { rows } = await house.db.query<{ product_id: string }>(
    `select product_id from product_variant where id = $1`,
    [variant_id],
  );
  return { product_id: rows[0]?.product_id ?? "", variant_id, packs };
}

/** Asks the backend as somebody: with a body it posts. */
export async function askAs<T>(
  house: House,
  to: string,
  token: string,
  body?: object,
): Promise<{ status: number; body: T }> {
  const answer = await fetch(`${house.backendUrl}${to}`, {
    method: body ? "POST" : "GET",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: answer.status, body: (await answer.json()) as T };
}

/** A buyer of the shop; with a token one who acts for a company. */
export function shopper(house: House, token?: string): ShopClient {
  return new ShopClient({
    backendUrl: house.backendUrl,
    stripeUrl: house.stripeUrl,
    publishableKey: house.seed.publishable_key,
    ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
  });
}

export function purchase(
  house: House,
  lines: { variant_id: string; quantity: number }[],
  more: Partial<Purchase> = {},
): Purchase {
  return { region_id: seedOf(house).region_id, lines, ...more };
}

const signedIn = new WeakMap<House, Map<string, Promise<string>>>();

/** What `signIn` answers, asked once for a house: the hash of a password takes long on purpose, and a token lasts for a day. */
export function tokenOnce(house: House, who: string, signIn: () => Promise<string>): Promise<string> {
  const tokens = signedIn.get(house) ?? new Map<string, Promise<string>>();
  signedIn.set(house, tokens);
  const token = tokens.get(who) ?? signIn();
  tokens.set(who, token);
  // Nobody has a token of a backend that was down.
  token.catch(() => tokens.delete(who));
  return token;
}

/** The token of a desk person with a role, who signs in for it the first time. */
export const deskToken = (house: House, role: string, cooperative: string): Promise<string> =>
  tokenOnce(house, `${role} of ${cooperative}`, () => signInAtDesk(house, role, cooperative));

async function signInAtDesk(house: House, role: string, cooperative: string): Promise<string> {
  const login = seedOf(house).logins.find(
    (l) => l.actor === "coop_member" && l.role === role && l.cooperative === cooperative,
  );
  if (!login) throw new Error(`no ${role} of ${cooperative} in the seed`);
  const answer = await fetch(`${house.backendUrl}${login.sign_in.path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(login.sign_in.body),
  });
  const { token } = (await answer.json()) as { token?: string };
  if (!token) throw new Error(`${login.email} can't sign in (${answer.status})`);
  return token;
}

/** Weighs one lot of `net_g` grams into a product's pool, as the desk does. */
export async function weighIn(
  house: House,
  token: string,
  handle: string,
  net_g: number,
  card_number: string,
): Promise<void> {
  const answer = await fetch(`${house.backendUrl}/desk/lots`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({
      card_number,
      pool_id: product(house, handle).pool_id,
      gross_g: net_g + 500,
      tare_g: 500,
      harvested_on: dayIn(-2),
      idempotency_key: randomUUID(),
    }),
  });
  if (!answer.ok) throw new Error(`weigh-in refused (${answer.status}): ${await answer.text()}`);
}

/** Cards of households of the village a product comes from: nobody else's goods are taken into its pool. */
export async function cardsOf(house: House, handle: string): Promise<string[]> {
  const found = await house.db.query<{ card_number: string }>(
    `select h.card_number from household h join pool p on p.origin_id = h.village_id where p.id = $1 order by h.card_number limit 20`,
    [product(house, handle).pool_id],
  );
  return found.rows.map((r) => r.card_number);
}

export async function pool(
  house: House,
  handle: string,
): Promise<{ on_hand: number; held: number; cooperative_id: string }> {
  const found = await house.db.query<{ on_hand: string; held: string; cooperative_id: string }>(
    `select on_hand, held, cooperative_id from pool where id = $1`,
    [product(house, handle).pool_id],
  );
  const row = found.rows[0];
  return { on_hand: Number(row?.on_hand), held: Number(row?.held), cooperative_id: row?.cooperative_id ?? "" };
}

/** Lets `seconds` pass for everything that waits by the clock, so that tests need not. */
export async function timePasses(house: House, seconds: number): Promise<void> {
  const ago = `make_interval(secs => ${seconds})`;
  await house.db.query(`update hold set updated_at = updated_at - ${ago}, expires_at = expires_at - ${ago}`);
  await house.db.query(`update cart set updated_at = updated_at - ${ago}`);
  await house.db.query(`update "order" set created_at = created_at - ${ago}`);
  await house.db.query(`update lock_lease set renewed_at = renewed_at - ${ago}`);
  await house.db.query(
    `update outbox_message set due_at = due_at - ${ago}, enqueued_at = enqueued_at - ${ago} where done_at is null`,
  );
  await house.db.query(`update upkeep_tick set next_at = next_at - ${ago}`);
}

/** What the carrier knows of parcels reaches the shop only after this long: 0 again when the test is done. */
export async function carrierWaits(house: House, delay_ms: number): Promise<void> {
  const answer = await fetch(`${house.carrierUrl}/_standin/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ delay_ms }),
  });
  if (!answer.ok) throw new Error(`The carrier said ${answer.status}: ${await answer.text()}`);
}

/** Buyer's attempt to complete: the HTTP status and body, or "gone" when the server died under it. */
export async function tryComplete(
  house: House,
  cart_id: string,
  token?: string,
): Promise<{ status: number | "gone"; body: Record<string, unknown> }> {
  try {
    const answer = await fetch(`${house.backendUrl}/store/carts/${cart_id}/complete`, {
      method: "POST",
      headers: {
        "x-publishable-api-key": house.seed.publishable_key,
        "content-type": "application/json",
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: "{}",
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  } catch {
    return { status: "gone", body: {} };
  }
}

export interface StartedPaymentAnswer {
  code?: string;
  field?: string;
  payment?: { state: string; session?: { data: { id: string; client_secret: string } } };
}

/** Starts the payment of a cart as our own storefront does. */
export async function startPayment(
  house: House,
  cart_id: string,
): Promise<{ status: number; body: StartedPaymentAnswer }> {
  const answer = await fetch(`${house.backendUrl}/store/payments`, {
    method: "POST",
    headers: { "x-publishable-api-key": house.seed.publishable_key, "content-type": "application/json" },
    body: JSON.stringify({ cart_id }),
  });
  return { status: answer.status, body: (await answer.json()) as StartedPaymentAnswer };
}

export async function holdState(house: House, cart_id: string): Promise<string | undefined> {
  const found = await house.db.query<{ state: string }>(`select state from hold where owner_id = $1`, [cart_id]);
  return found.rows[0]?.state;
}

/** Orders that stand (not cancelled) for a cart. */
export async function ordersOf(house: House, cart_id: string): Promise<string[]> {
  const found = await house.db.query<{ id: string }>(
    `select o.id from "order" o join order_cart c on c.order_id = o.id and c.deleted_at is null
     where c.cart_id = $1 and o.status <> 'canceled' and o.deleted_at is null`,
    [cart_id],
  );
  return found.rows.map((r) => r.id);
}

/** What the payment provider says of a payment. */
export async function intentStatus(house: House, intent_id: string): Promise<string> {
  const answer = await fetch(`${house.stripeUrl}/v1/payment_intents/${intent_id}`, {
    headers: { authorization: "Bearer sk_test_standin" },
  });
  return ((await answer.json()) as { status: string }).status;
}

/** No promise is broken: every pool adds up, its holds are those that should be, nothing is oversold. */
export async function expectSound(house: House, handle: string, held: number): Promise<void> {
  await eventually(
    async () => {
      const now = await pool(house, handle);
      if (now.held !== held) throw new Error(`${handle}: ${now.held} units held, ${held} expected`);
      if (now.held > now.on_hand) throw new Error(`${handle} is oversold`);
      return true;
    },
    { timeout_ms: 20_000, message: `${handle} should hold ${held}` },
  );
}

export { eventually };
