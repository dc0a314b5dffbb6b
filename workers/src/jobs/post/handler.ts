import type ParcelService from "../../../../backend/src/modules/parcel/service";
import type PoolService from "../../../../backend/src/modules/pool/service";
import type SettlementService from "../../../../backend/src/modules/settlement/service";
import type WholesaleService from "../../../../backend/src/modules/wholesale/service";
import { PermanentFailure, type JobHandler } from "../../job";
import { waitsForInspection } from "./inspection";

/** What only a person can put right: more attempts would end the same. */
const FOR_A_PERSON: ReadonlySet<string> = new Set([
  "net_below_zero",
  "fees_over_whole",
  "no_lot_to_pay",
  "duplicate_lot",
  "allocated_over_sold",
  "unknown_line",
  "invalid_amount",
  "unknown_currency",
]);

/** Delivered and held long enough: what the buyer paid goes to its parties, by the lots that filled it and the real freight. */
export const handle: JobHandler<"post"> = async ({ container, message_id, payload, log }) => {
  const later = await waitsForInspection(container, payload.order_id);
  if (later !== null) {
    const { deliveries }: WholesaleService = container.resolve("wholesale");
    await deliveries.postLater({ message_id, order_id: payload.order_id, due_at: later });
    log.info({ order_id: payload.order_id, due_at: later }, "a sale waits for its buyer to look at the goods");
    return;
  }
  const pools: PoolService = container.resolve("pool");
  const parcels: ParcelService = container.resolve("parcel");
  const settlement: SettlementService = container.resolve("settlement");
  const { order_id } = payload;
  // What is left of the freight is divided: so its gap is settled first, if the handover's message has not done it.
  const planned = () => parcels.plannedFreight(order_id);
  const gap = await settlement.freightGaps.settle({ order_id, last: true, planned });
  if (!gap.ok) throw new Error(gap.refusal.message);
  const [allocations, freight, prices] = await Promise.all([
    pools.allocationsOfOrder(payload.order_id),
    parcels.freightOfOrder(payload.order_id),
    pools.pricing.lotsOfOrder(payload.order_id),
  ]);
  const posted = await settlement.postSale({ message_id, order_id: payload.order_id, allocations, freight, prices });
  if (posted.ok) {
    log.info({ order_id: payload.order_id, posted: posted.value.posted }, "sale divided");
    return;
  }
  const { reason, message } = posted.refusal;
  // Not captured yet, no policy yet: may be there at the next attempt.
  throw FOR_A_PERSON.has(reason) ? new PermanentFailure(message) : new Error(message);
};
