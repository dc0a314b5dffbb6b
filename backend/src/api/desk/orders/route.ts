import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../lib/keyset";
import { orderNumbers, placesOfOrders } from "../../../lib/order-numbers";
import type { PlanProof } from "../../../modules/parcel/plan-progress";
import type ParcelService from "../../../modules/parcel/service";
import { safeNumber } from "../../../modules/parcel/types";
import type WholesaleService from "../../../modules/wholesale/service";
import { requireMember } from "../scope";
import type { OrdersQuery } from "./validators";

/** Orders with parcels of my cooperative, newest first, and how many of their parcels stand where. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const member = await requireMember(req);
  const { limit, before } = req.validatedQuery as unknown as OrdersQuery;
  const parcels: ParcelService = req.scope.resolve("parcel");
  const page = await parcels.ordersOfCooperative(member.cooperative_id, {
    limit,
    before,
  });
  const order_ids = page.map((order) => order.order_id);
  const wholesale: WholesaleService = req.scope.resolve("wholesale");
  const [numbers, companies, wanted, places, proofs] = await Promise.all([
    orderNumbers(req.scope, order_ids),
    wholesale.orders.companiesOf(order_ids),
    wholesale.orders.wantedDays(order_ids, member.cooperative_id),
    placesOfOrders(req.scope, order_ids),
    parcels.plans.progress.proofs(order_ids),
  ]);
  const proofOf = new Map(proofs.map((proof) => [proof.order_id, proof]));
  res.json({
    orders: page.map((order) => ({
      order_id: order.order_id,
      display_id: numbers.get(order.order_id) ?? null,
      /** The company that ordered; null: a buyer of the shop, who is named where parcels are packed. */
      company: companies.get(order.order_id)?.company ?? null,
      /** Province and city that its parcels go to; null where they go to addressees, or none is known. */
      place: companies.get(order.order_id)?.to_addressees ? null : (places.get(order.order_id) ?? null),
      /** The day for which its company wants what we send; null: none was agreed. */
      wanted_on: wanted.get(order.order_id) ?? null,
      planned_at: order.planned_at,
      gross_g: order.gross_g,
      parcels: Object.values(order.states).reduce((sum, count) => sum + count, 0),
      states: order.states,
      proof: proofView(proofOf.get(order.order_id)),
    })),
    next: nextCursor(
      page.map(({ at_key, order_id: id }) => ({ at_key, id })),
      limit,
    ),
  });
}

/** What the plan costs in all, and at most how far that is from the least possible; null for orders planned before it was kept. */
function proofView(proof: PlanProof | undefined) {
  if (!proof) return null;
  const { cost_minor, bound_minor, currency } = proof;
  return {
    cost_minor: safeNumber(cost_minor),
    over_minor: safeNumber(BigInt(cost_minor) - BigInt(bound_minor)),
    currency,
  };
}
