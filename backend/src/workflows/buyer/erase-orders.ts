import { erasedEmail, erasureOfOrder } from "@commonlot/domain";
import type { IOrderModuleService, MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils";
import { rows } from "../../lib/sql";
import type CooperativeService from "../../modules/cooperative/service";
import type ParcelService from "../../modules/parcel/service";
import type SettlementService from "../../modules/settlement/service";
import type VillageService from "../../modules/village/service";
import type WholesaleService from "../../modules/wholesale/service";
import { claimsOfOrder } from "../parcel/claim/of-order";
import { blankCartsOf } from "./blank-carts";
import { shortsOfOrder } from "../pool/short/of-order";

/** Orders of one buyer that are looked at in one go. */
const AT_ONCE = 200;

/** What stands in place of an order's address. Province and country stay: freight and tax were worked out by them. */
const NO_ADDRESS = {
  first_name: "",
  last_name: "",
  company: "",
  phone: "",
  address_1: "",
  address_2: "",
  city: "",
  postal_code: "",
} as const;

interface Found {
  readonly id: string;
  readonly status: string;
  readonly updated_at: string | Date;
  readonly shipping_address?: { readonly id: string } | null;
  readonly billing_address?: { readonly id: string } | null;
}

interface Whose {
  readonly customer_id: string;
  readonly pseudonym: string;
}

/** Blanks name, address and contact of the orders whose way is over; goods, weights, amounts and tax stay. Answers how many are left. */
export async function eraseOrders(container: MedusaContainer, whose: Whose): Promise<number> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const email = erasedEmail(whose.pseudonym);
  let left = 0;
  for (let after = ""; ;) {
    const { data: page } = await query.graph({
      entity: "order",
      fields: ["id", "status", "updated_at", "shipping_address.id", "billing_address.id"],
      // Whoever gave only a phone has no address to be known by.
      filters: {
        customer_id: whose.customer_id,
        id: { $gt: after },
        $or: [{ email: null }, { email: { $ne: email } }],
      },
      pagination: { take: AT_ONCE, order: { id: "ASC" } },
    });
    left += page.length - (await erasePage(container, whose, page));
    const last = page.at(-1);
    if (!last || page.length < AT_ONCE) return left;
    after = last.id;
  }
}

/** How many of these could be blanked, and are. */
async function erasePage(container: MedusaContainer, whose: Whose, page: readonly Found[]): Promise<number> {
  const { customer_id, pseudonym } = whose;
  const orders = container.resolve<IOrderModuleService>(Modules.ORDER);
  const email = erasedEmail(pseudonym);
  const may = await thoseThatMay(container, page);
  const ids = may.map(({ id }) => id);
  if (ids.length === 0) return 0;
  const parcels: ParcelService = container.resolve("parcel");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const wholesale: WholesaleService = container.resolve("wholesale");
  const villages: VillageService = container.resolve("village");
  await parcels.forgetting.blank(ids);
  await cooperatives.buyerNotices.forget(ids);
  await wholesale.forget({ order_ids: ids, customer_id });
  await villages.thanks.forget(ids);
  await blankCartsOf(container, { order_ids: ids }, email);
  await blankCopies(container, ids);
  const addresses = may.flatMap((order) => [order.shipping_address?.id, order.billing_address?.id]);
  const known = [...new Set(addresses.filter((id) => id !== undefined))];
  if (known.length > 0) await orders.updateOrderAddresses(known.map((id) => ({ id, ...NO_ADDRESS })));
  // Last, because it is by this that the next round knows what is left.
  await orders.updateOrders(ids.map((id) => ({ id, email })));
  return ids.length;
}

/** Of these orders those whose addresses nobody needs any more: their way is over, and nothing of them is open. */
export async function ordersOver(container: MedusaContainer, order_ids: readonly string[]): Promise<string[]> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: "order",
    fields: ["id", "status", "updated_at"],
    filters: { id: [...order_ids] },
  });
  return (await thoseThatMay(container, data)).map(({ id }) => id);
}

async function thoseThatMay(container: MedusaContainer, found: readonly Found[]): Promise<Found[]> {
  const parcels: ParcelService = container.resolve("parcel");
  const ways = new Map((await parcels.forgetting.ways(found.map(({ id }) => id))).map((way) => [way.order_id, way]));
  const cooperatives: CooperativeService = container.resolve("cooperative");
  // A message that waits to go out still needs its address.
  const told = new Set(await cooperatives.buyerNotices.waiting(found.map(({ id }) => id)));
  const now = Date.now();
  const may: Found[] = [];
  for (const order of found) {
    const way = ways.get(order.id);
    const touched = new Date(order.updated_at).getTime();
    const decided = erasureOfOrder(
      {
        canceled: order.status === "canceled",
        states: way?.states ?? [],
        unsettled: told.has(order.id) || (await isUnsettled(container, order.id)),
        last_at: Math.max(touched, way ? new Date(way.last_at).getTime() : 0),
      },
      now,
    );
    if (decided.action === "erase") may.push(order);
  }
  return may;
}

/** Something is claimed, short or promised back, and not done. */
async function isUnsettled(container: MedusaContainer, order_id: string): Promise<boolean> {
  const settlement: SettlementService = container.resolve("settlement");
  const [shorts, claims, refunds] = await Promise.all([
    shortsOfOrder(container, order_id),
    claimsOfOrder(container, order_id),
    settlement.shorts.refundsOf(order_id),
  ]);
  return (
    shorts.some((short) => short.waits_until !== null) ||
    claims.some((claim) => claim.stage === "open" || claim.stage === "decided") ||
    refunds.some((refund) => refund.state !== "created")
  );
}

/** Medusa keeps a copy of the address with each fulfilment, and of the buyer with each payment session; none of its services changes them. */
async function blankCopies(container: MedusaContainer, order_ids: readonly string[]): Promise<void> {
  const sql = container.resolve(ContainerRegistrationKeys.PG_CONNECTION);
  await rows(
    sql,
    `update fulfillment_address set first_name = null, last_name = null, company = null, phone = null, address_1 = null, address_2 = null,
       city = null, postal_code = null
     where id in (select f.delivery_address_id from fulfillment f join order_fulfillment l on l.fulfillment_id = f.id where l.order_id = any(?))`,
    [[...order_ids]],
  );
  await rows(
    sql,
    `update payment_session set context = null
     where payment_collection_id in (select payment_collection_id from order_payment_collection where order_id = any(?))`,
    [[...order_ids]],
  );
}
