import type { Logger, MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { killPoint } from "../../lib/kill-point";
import { valueOf } from "../../lib/refusal";
import type CycleService from "../../modules/cycle/service";
import type { CycleRow } from "../../modules/cycle/types";
import type OutboxService from "../../modules/outbox/service";
import type ParcelService from "../../modules/parcel/service";
import type SettlementService from "../../modules/settlement/service";
import { tellOfCycle } from "./tell-buyer";

interface CycleOrder {
  id: string;
  status: string;
  items?: ({ id: string; variant_id?: string | null; quantity: unknown; is_tax_inclusive?: boolean | null } | null)[];
}

/**
 * The cycle of an order is over. Reached: the price difference is promised, the buyer told, and the order let go to be packed. Missed or
 * called off: the whole order is cancelled by the house's own way, which gives back goods and money. Each part is found again by its key, so
 * that a run that died anywhere ends the same.
 */
export async function settleCycleOrder(container: MedusaContainer, order_id: string): Promise<string> {
  const cycles: CycleService = container.resolve("cycle");
  const cycle = await cycles.views.ofOrder(order_id);
  if (!cycle || cycle.settled_at || cycle.entry_state !== "confirmed") return "settled before";
  const order = await readOrder(container, order_id);
  if (!order || order.status === "canceled") {
    await cycles.entries.leave(order_id);
    return "left";
  }
  if (cycle.state === "missed" || cycle.state === "called_off") return sendBack(container, cycle, order_id);
  if (cycle.state !== "reached") throw new Error(`cycle ${cycle.id} of order ${order_id} is not over yet`);
  const back_minor = await giveBack(container, cycle, order);
  if (back_minor === "called back") {
    await cycles.entries.leave(order_id);
    return "left";
  }
  killPoint("cycle_refund_promised");
  await tellOfCycle(container, cycle, order_id, back_minor);
  killPoint("cycle_buyer_told");
  await cycles.entries.letGo({ order_id, back_minor });
  return "let go";
}

/**
 * The buyer is told before the message stands: once its job has run the order is cancelled, and a run after a kill leaves it at that. Both
 * are kept once by their keys, and stand before the cycle forgets the order.
 */
async function sendBack(container: MedusaContainer, cycle: CycleRow, order_id: string): Promise<string> {
  const cycles: CycleService = container.resolve("cycle");
  const outbox: OutboxService = container.resolve("outbox");
  await tellOfCycle(container, cycle, order_id, null);
  killPoint("cycle_goes_back_told");
  await outbox.send({ job: "cancel-order", payload: { order_id }, dedup_key: `${order_id}:cycle` });
  killPoint("cycle_cancel_sent");
  await cycles.entries.leave(order_id);
  return "sent back";
}

async function giveBack(
  container: MedusaContainer,
  cycle: CycleRow,
  order: CycleOrder,
): Promise<bigint | "called back"> {
  const cycles: CycleService = container.resolve("cycle");
  const parcels: ParcelService = container.resolve("parcel");
  const settlement: SettlementService = container.resolve("settlement");
  const goods = await cycles.views.goods([cycle.id]);
  // Of the first step too: Medusa's price may have been raised since it was frozen, and nobody pays more than the ladder says.
  const finals = new Map(
    goods.flatMap((good) =>
      good.prices
        .filter((price) => price.step === (good.final_step ?? 0))
        .map((price): [string, bigint] => [price.variant_id, BigInt(price.price_minor)]),
    ),
  );
  const lines = (order.items ?? []).flatMap((item) => {
    const final_minor = finals.get(item?.variant_id ?? "");
    if (!item || final_minor === undefined) return [];
    return [
      {
        order_line_id: item.id,
        packs: Number(item.quantity),
        final_minor,
        tax_included: item.is_tax_inclusive !== false,
      },
    ];
  });
  // Packs that are newer than the ladder: they stay as they were paid.
  if (lines.length === 0) return (await parcels.replans.isCalledBack(order.id)) ? "called back" : 0n;
  const called_back = () => parcels.replans.isCalledBack(order.id);
  const back = valueOf(
    await settlement.cycleRefunds.giveBack({
      order_id: order.id,
      cycle_id: cycle.id,
      called_back,
      currency: goods[0]?.currency ?? "",
      lines,
    }),
  );
  return back.called_back ? "called back" : back.amount_minor;
}

async function readOrder(container: MedusaContainer, order_id: string): Promise<CycleOrder | undefined> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: "order",
    // The quantity of an order line lives in its detail: asked for alone it comes back empty.
    fields: ["id", "status", "items.*", "items.detail.*"],
    filters: { id: order_id },
  });
  return (data as unknown as CycleOrder[])[0];
}

/** No compensation: what was promised is promised; a run that did not finish is taken up by its job. */
const settleOrderStep = createStep("settle-cycle-order", async (input: { order_id: string }, { container }) => {
  const done = await settleCycleOrder(container, input.order_id);
  const logger: Logger = container.resolve(ContainerRegistrationKeys.LOGGER);
  logger.info(`order ${input.order_id} after its cycle: ${done}`);
  return new StepResponse(done);
});

export const settleCycleOrderWorkflow = createWorkflow("settle-cycle-order", (input: { order_id: string }) => {
  return new WorkflowResponse(settleOrderStep(input));
});
