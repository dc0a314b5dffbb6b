import type { Logger, MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { killPoint } from "../../lib/kill-point";
import { GIVEN_UP_AFTER_S } from "../../modules/cycle/closing";
import type CycleService from "../../modules/cycle/service";
import type ParcelService from "../../modules/parcel/service";
import type PoolService from "../../modules/pool/service";

/** States of a hold that a completion may still make an order of. */
const ON_ITS_WAY = new Set(["pending"]);

/**
 * Closes one cycle as far as it can be closed now: nobody enters any more; who was completing is waited for; orders that were cancelled
 * count no more; then its result stands, with one message for each order. Killed anywhere it goes on at the next look.
 */
export async function closeCycle(container: MedusaContainer, cycle_id: string, now = new Date()): Promise<string> {
  const cycles: CycleService = container.resolve("cycle");
  if (!(await cycles.closing.begin(cycle_id, now))) return "not its time";
  killPoint("cycle_closing");
  await followCompletions(container, cycle_id);
  await leaveCancelled(container, cycle_id);
  killPoint("cycle_before_finish");
  const ended = await cycles.closing.finish(cycle_id, now);
  killPoint("cycle_finished");
  return ended;
}

/** Carts that were completing: those that became orders take part, those that came to nothing are given up. */
async function followCompletions(container: MedusaContainer, cycle_id: string): Promise<void> {
  const cycles: CycleService = container.resolve("cycle");
  const pools: PoolService = container.resolve("pool");
  const completing = await cycles.closing.completing(cycle_id);
  if (completing.length === 0) return;
  const holds = new Map(
    (await pools.cartHolds.of(completing.map((one) => one.cart_id))).map((one) => [one.cart_id, one]),
  );
  const gone: string[] = [];
  for (const { cart_id, silent_s } of completing) {
    const hold = holds.get(cart_id);
    // Few: carts that completed in the minute of the closing, and whose allocation has not told yet.
    if (hold?.order_id) await cycles.entries.confirm({ cart_id, order_id: hold.order_id });
    else if (!(hold && ON_ITS_WAY.has(hold.state)) && silent_s > GIVEN_UP_AFTER_S) gone.push(cart_id);
  }
  if (gone.length > 0) await cycles.closing.giveUp(gone);
}

async function leaveCancelled(container: MedusaContainer, cycle_id: string): Promise<void> {
  const cycles: CycleService = container.resolve("cycle");
  const parcels: ParcelService = container.resolve("parcel");
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  for (let after = ""; ;) {
    const order_ids = await cycles.closing.orders(cycle_id, after);
    const last = order_ids.at(-1);
    if (last === undefined) return;
    const { data } = await query.graph({
      entity: "order",
      fields: ["id", "status"],
      filters: { id: order_ids, status: "canceled" },
    });
    // What is called back counts no more either, though Medusa has not heard of it yet.
    const gone = new Set([
      ...(data as { id: string }[]).map((one) => one.id),
      ...(await parcels.replans.calledBack(order_ids)),
    ]);
    for (const order_id of gone) await cycles.entries.leave(order_id);
    after = last;
  }
}

/** Every cycle whose time has come. No compensation: each look goes on where the last one was. */
const closeDueStep = createStep("close-due-cycles", async (_input: undefined, { container }) => {
  const cycles: CycleService = container.resolve("cycle");
  const logger: Logger = container.resolve(ContainerRegistrationKeys.LOGGER);
  const ended: string[] = [];
  for (const id of await cycles.closing.due(new Date())) {
    try {
      const as = await closeCycle(container, id);
      if (as !== "waits" && as !== "not its time") ended.push(id);
    } catch (error) {
      logger.warn(`cycle ${id} is not closed yet and is looked at again (${String(error)})`);
    }
  }
  return new StepResponse(ended.length);
});

export const closeDueCyclesWorkflow = createWorkflow("close-due-cycles", () => {
  return new WorkflowResponse(closeDueStep());
});
