import { packingList } from "../../../../backend/src/lib/packing-list";
import type ParcelService from "../../../../backend/src/modules/parcel/service";
import type PoolService from "../../../../backend/src/modules/pool/service";
import { PermanentFailure, type JobHandler } from "../../job";

/** Order -> cartons -> parcels, each with its lots: one transaction, whatever their number. */
export const handle: JobHandler<"plan-parcels"> = async ({ container, message_id, payload, log }) => {
  const { order_id } = payload;
  const parcels: ParcelService = container.resolve("parcel");
  const pools: PoolService = container.resolve("pool");
  const list = await packingList(container, order_id);
  if (!list.ok) throw new PermanentFailure(list.refusal.message);
  const allocations = await pools.allocationsOfOrder(order_id);
  // Everything of it fell short before it was planned: its short has seen to the rest.
  if (allocations.length === 0 && (await pools.shorts.ofOrder(order_id)).length > 0) return;
  if (allocations.length === 0) throw new Error(`order ${order_id} has no allocation yet`);
  const { currency, destinations } = list.value;
  const planned = await parcels.planOrder({ message_id, order_id, currency, destinations, allocations });
  // Names no addressee: the refusal carries our ids only.
  if (!planned.ok) throw new PermanentFailure(planned.refusal.message);
  // Lots that staff swapped while the plan was made.
  const refitted = await parcels.refits.refit(order_id, await pools.allocationsOfOrder(order_id));
  if (!refitted.ok) throw new Error(refitted.refusal.message);
  log.info({ order_id, ...planned.value, refitted: refitted.value.moved }, "parcels planned");
};
