import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { refuseWith } from "../../../lib/refusal";
import { row } from "../../../lib/sql";
import type WholesaleService from "../../../modules/wholesale/service";
import { cartOfOrder } from "../../../workflows/checkout/cart-of-order";
import { rolesIn } from "../quote-carts";
import { askerOf } from "./buyer";

/** So long an order's id alone opens it, without address and contact: the page after paying, of whatever client. */
export const OPEN_FOR_MS = 30 * 60_000;

/** What a client may read of an address that is not shown: its shape, so that a page made for one does not break. */
const BLANK = {
  first_name: "",
  last_name: "",
  company: "",
  phone: "",
  address_1: "",
  address_2: "",
  city: "",
  province: "",
  postal_code: "",
};

/**
 * Who may open an order: its buyer, by key or account, always; anybody with its id for half an hour, without address and contact; nobody
 * else. What a company bought by a quote is between the two: its members open it, and to others it says how it stands and nothing more. `res.locals.shown_to_buyer` says which to our own route.
 */
export async function onlyForAWhile(req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction): Promise<void> {
  const order_id = req.params.id ?? "";
  const who = await askerOf(req, order_id);
  res.setHeader("Cache-Control", "private, no-store");
  if (who === "buyer") {
    res.locals.shown_to_buyer = true;
    return next();
  }
  const company_id = who === "nobody" ? undefined : await companyOf(req, order_id);
  if (company_id !== undefined && (await rolesIn(req, res, company_id)) !== undefined) {
    res.locals.shown_to_buyer = true;
    return next();
  }
  if (who === "nobody" || (await ageOf(req, order_id)) > OPEN_FOR_MS) {
    refuseWith(
      "order_not_found",
      "There is no such order, or it was placed a while ago: then its page opens by the link in the message about it, or in its buyer's account.",
    );
  }
  if (company_id !== undefined) onlyStanding(res);
  else blankAnswer(res);
  next();
}

/** The company that bought this order by an accepted quote; undefined for what was bought in the shop. */
async function companyOf(req: MedusaRequest, order_id: string): Promise<string | undefined> {
  const { quotes }: WholesaleService = req.scope.resolve("wholesale");
  const cart_id = await cartOfOrder(req.scope, order_id);
  return cart_id === undefined ? undefined : (await quotes.cartOwner(cart_id))?.company_id;
}

/** What anybody may know of an order that a company negotiated: that it is there, and how it stands. */
const STANDING = ["id", "status", "payment_status", "fulfillment_status", "created_at"];
/** The same of its parcels. */
const PARCELS_STANDING = ["order_id", "states"];

function onlyStanding(res: MedusaResponse): void {
  const send = res.json.bind(res);
  res.json = (body: unknown) => {
    if (res.statusCode >= 400 || typeof body !== "object" || body === null) return send(body);
    const { order, ...rest } = body as { order?: object };
    return send(order ? { order: only(order, STANDING) } : only(rest, PARCELS_STANDING));
  };
}

function only(thing: object, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(thing).filter(([name]) => names.includes(name)));
}

/** A cart's id opens it until it completes. What is told of it afterwards is that it did, and what the order was, but not whose. */
export async function onlyUntilComplete(
  req: MedusaRequest,
  res: MedusaResponse,
  next: MedusaNextFunction,
): Promise<void> {
  // On the way of every purchase: one look at one row.
  const sql = req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION);
  const found = await row<{ done: boolean }>(sql, `select completed_at is not null as done from cart where id = ?`, [
    req.params.id ?? "",
  ]);
  if (found?.done) blankAnswer(res);
  next();
}

async function ageOf(req: MedusaRequest, order_id: string): Promise<number> {
  const query = req.scope.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({ entity: "order", fields: ["id", "created_at"], filters: { id: order_id } });
  return data[0] ? Date.now() - new Date(data[0].created_at).getTime() : Infinity;
}

/** Medusa's own routes choose their fields after this: so what they answer is gone through on its way out. */
function blankAnswer(res: MedusaResponse): void {
  const send = res.json.bind(res);
  res.json = (body: unknown) => send(blanked(body));
}

/** The answer with whatever tells who and where taken out of its order or cart. */
function blanked(body: unknown): unknown {
  if (typeof body !== "object" || body === null) return body;
  const answer = body as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(answer).map(([name, value]) =>
      (name === "order" || name === "cart") && typeof value === "object" && value !== null
        ? [name, withoutPerson(value)]
        : [name, value],
    ),
  );
}

function withoutPerson(thing: object): object {
  const { customer: _customer, customer_id: _id, metadata: _metadata, ...rest } = thing as Record<string, unknown>;
  return {
    ...rest,
    ...("email" in rest ? { email: null } : {}),
    ...Object.fromEntries(
      ["shipping_address", "billing_address"].flatMap((name) => {
        const address = rest[name];
        if (typeof address !== "object" || address === null) return [];
        const { id, country_code } = address as { id?: unknown; country_code?: unknown };
        return [[name, { id, country_code, ...BLANK }]];
      }),
    ),
    // Its sessions carry what the processor knows of the buyer: of an order, and of a cart.
    ...("payment_collections" in rest ? { payment_collections: [] } : {}),
    ...("payment_collection" in rest ? { payment_collection: withoutSessions(rest.payment_collection) } : {}),
    ...("fulfillments" in rest ? { fulfillments: [] } : {}),
  };
}

function withoutSessions(collection: unknown): object | null {
  if (typeof collection !== "object" || collection === null) return null;
  const { id, amount, currency_code, status } = collection as Record<string, unknown>;
  return { id, amount, currency_code, status, payment_sessions: [] };
}
