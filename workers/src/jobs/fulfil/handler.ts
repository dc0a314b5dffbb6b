import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils";
import { killPoint } from "../../../../backend/src/lib/kill-point";
import type ParcelService from "../../../../backend/src/modules/parcel/service";
import type PoolService from "../../../../backend/src/modules/pool/service";
import type SettlementService from "../../../../backend/src/modules/settlement/service";
import type { JobHandler } from "../../job";
import { runWorkflow } from "../../run-workflow";
import { tellAfterShipping } from "./after-shipping";

/** Seconds to wait for another worker that tells Medusa about the same order. */
const LOCK_WAIT_S = 60;

/**
 * Tells Medusa what left the house: a fulfilment and a shipment for each handover of the order, at the stock location
 * the goods left from. Medusa would gladly do it twice, so each has an intent of ours, written with the handover, whose
 * id stands in the fulfilment's metadata and is looked for before anything is called; one worker an order at a time. Then what is
 * known of it since: tracking numbers, and that it arrived.
 */
export const handle: JobHandler<"fulfil"> = async ({ container, payload }) => {
  const locking = container.resolve(Modules.LOCKING);
  const { order_id } = payload;
  const tell = async () => {
    await fulfilOrder(container, order_id);
    await tellAfterShipping(container, payload);
  };
  await locking.execute([`fulfil:${order_id}`], tell, { timeout: LOCK_WAIT_S });
  await settleFreight(container, order_id);
};

/** The last parcel of a cooperative has left: what its freight turned out to be is settled with the buyer (docs/adr/0063). Once. */
async function settleFreight(container: MedusaContainer, order_id: string): Promise<void> {
  const parcels: ParcelService = container.resolve("parcel");
  const settlement: SettlementService = container.resolve("settlement");
  const planned = () => parcels.plannedFreight(order_id, { left: true });
  const settled = await settlement.freightGaps.settle({ order_id, last: false, planned });
  // Not captured yet: dividing the sale settles it.
  if (!settled.ok && settled.refusal.reason !== "not_captured") throw new Error(settled.refusal.message);
}

async function fulfilOrder(container: MedusaContainer, order_id: string): Promise<void> {
  const parcels: ParcelService = container.resolve("parcel");
  const pools: PoolService = container.resolve("pool");
  const locations = await pools.locationsOf(order_id);
  for (const intent of await parcels.openFulfilIntents(order_id)) {
    const location = locations.find((candidate) => candidate.cooperative_id === intent.cooperative_id);
    if (!location)
      throw new Error(`no stock location is known for cooperative ${intent.cooperative_id} of order ${order_id}`);
    const packed = await parcels.packsOfHandover(order_id, intent.handover_id);
    const items = packed.map((line) => ({ id: line.order_line_id, quantity: line.packs }));

    let made = (await fulfilmentsOf(container, order_id)).find((one) => one.metadata?.[INTENT] === intent.id);
    if (!made) {
      killPoint("before_fulfil");
      const fulfilment = await runWorkflow<{ id: string }>(container, "create-order-fulfillment", {
        order_id,
        location_id: location.location_id,
        items,
        metadata: { [INTENT]: intent.id },
        no_notification: true,
      });
      killPoint("after_fulfil_before_commit");
      made = { id: fulfilment.id, shipped_at: null, metadata: { [INTENT]: intent.id } };
    }
    await parcels.recordFulfilled(intent.id, made.id);
    if (!made.shipped_at) {
      await runWorkflow(container, "create-order-shipment", {
        order_id,
        fulfillment_id: made.id,
        items,
        labels: [],
        no_notification: true,
      });
    }
    await parcels.recordShipped(intent.id);
  }
}

const INTENT = "fulfil_intent_id";

interface Fulfilment {
  id: string;
  shipped_at?: string | Date | null;
  metadata?: Record<string, unknown> | null;
}

async function fulfilmentsOf(container: MedusaContainer, order_id: string): Promise<Fulfilment[]> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: "order",
    fields: ["id", "fulfillments.id", "fulfillments.shipped_at", "fulfillments.canceled_at", "fulfillments.metadata"],
    filters: { id: order_id },
  });
  const all = (data[0]?.fulfillments ?? []) as ((Fulfilment & { canceled_at?: unknown }) | null)[];
  return all.flatMap((one) => (one && !one.canceled_at ? [one] : []));
}
