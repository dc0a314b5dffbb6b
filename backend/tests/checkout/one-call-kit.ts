import type { House } from "../../../dev/src/testing/house.js";
import { anAddress as given, cards } from "../../../dev/src/testing/shop-client.js";
import { cardsOf, deskToken, eventually, intentStatus, pack, seedOf, shopper, weighIn } from "./support.js";

export const anAddress = given as Record<string, string>;

/** Nobody else in this house buys of it. */
export const GOODS = "fanjiashan-pepper";
export const PACK = 250;
/** Of the other cooperative. */
export const RICE = "yanhua-rice";
/** Authorised, or captured by the job already. */
export const PAID = ["requires_capture", "succeeded"];

interface Answer {
  type?: "order" | "payment";
  order?: { id: string; display_id: number };
  payment?: { state: string; why?: string; client_secret?: string; code?: string; decline_code?: string };
  code?: string;
  field?: string;
  message?: string;
  details?: Record<string, unknown>;
}

/** What the one call is tried with: carts, the call itself, and what came of them at the processor. */
export function oneCallKit(house: () => House) {
  const call = async (cart_id: string, more: object = {}, payment: object = { payment_method: cards.good }) => {
    const option = (house().seed as unknown as { shipping_option_id: string }).shipping_option_id;
    const answer = await fetch(`${house().backendUrl}/store/checkouts`, {
      method: "POST",
      headers: { "x-publishable-api-key": house().seed.publishable_key, "content-type": "application/json" },
      body: JSON.stringify({ cart_id, shipping_address: anAddress, shipping_option_id: option, payment, ...more }),
    });
    return { status: answer.status, body: (await answer.json()) as Answer };
  };
  const cartOf = async (packs: number) => {
    const buyer = shopper(house());
    const cart = await buyer.createCart(seedOf(house()).region_id);
    // Medusa's own look is at its mirror, which follows the pool a moment later.
    await eventually(() => buyer.addLine(cart.id, pack(house(), GOODS, PACK), packs).then(Boolean), {
      message: "Medusa never heard of the goods",
    });
    return cart.id;
  };
  const weighed = async (grams: number) => {
    const [card = ""] = await cardsOf(house(), GOODS);
    await weighIn(house(), await deskToken(house(), "weigher", "wudu"), GOODS, grams, card);
  };
  /** Every payment that was opened for the cart, with its state at the processor. */
  const intentsOf = async (cart_id: string): Promise<{ id: string; status: string }[]> => {
    const { rows } = await house().db.query<{ id: string }>(
      `select s.data ->> 'id' as id from payment_session s join cart_payment_collection c on c.payment_collection_id = s.payment_collection_id
       where c.cart_id = $1 and c.deleted_at is null`,
      [cart_id],
    );
    return Promise.all(rows.map(async ({ id }) => ({ id, status: await intentStatus(house(), id) })));
  };
  /** Of a cart or an order: what is done about missing goods. */
  const choiceAt = async (place: string, choice?: string | null, key?: string) => {
    const answer = await fetch(`${house().backendUrl}/store/${place}/short-choice`, {
      method: choice === undefined ? "GET" : "POST",
      headers: {
        "x-publishable-api-key": house().seed.publishable_key,
        ...(choice === undefined ? {} : { "content-type": "application/json" }),
        ...(key === undefined ? {} : { "x-order-key": key }),
      },
      ...(choice === undefined ? {} : { body: JSON.stringify({ choice }) }),
    });
    const body = (await answer.json()) as Answer & { short_choice?: { choice: string | null; house: unknown[] } };
    return { status: answer.status, body };
  };
  const cartNow = async (cart_id: string) => (await shopper(house()).sdk.store.cart.retrieve(cart_id)).cart;

  const post = async (path: string, body: object) => {
    const answer = await fetch(`${house().backendUrl}/store${path}`, {
      method: "POST",
      headers: { "x-publishable-api-key": house().seed.publishable_key, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as Answer };
  };
  const freightOf = async (cart_id: string) =>
    (
      await shopper(house()).sdk.client.fetch<{
        freight: {
          at_most: boolean;
          cooperatives: { cooperative_id: string; freight_minor: number; parcels: number }[];
        };
      }>(`/store/carts/${cart_id}/freight`)
    ).freight;
  const sumOf = (parts: readonly { freight_minor: number }[]) => parts.reduce((sum, one) => sum + one.freight_minor, 0);

  return { call, cartOf, weighed, intentsOf, choiceAt, cartNow, post, freightOf, sumOf };
}
