import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { rows } from "../../../lib/sql";
import type ParcelService from "../../../modules/parcel/service";
import { runClaim } from "./run";

/** Claims that one round takes back. */
const PER_ROUND = 50;

/**
 * Claims that say "sent again" while Medusa's order of it is cancelled, or every parcel of it void: whoever did that died before the
 * claim heard of it, or went round all our ways. Each is taken back whole and open again. How many.
 */
export async function takeBackLost(container: MedusaContainer): Promise<number> {
  const parcels: ParcelService = container.resolve("parcel");
  const lost = await rows<{ order_id: string }>(
    container.resolve(ContainerRegistrationKeys.PG_CONNECTION),
    `select c.replacement_order_id as order_id from parcel_claim c
     where c.state = 'done' and c.finished_at is not null and c.remedy = 'reship' and (
         exists (select from "order" o where o.id = c.replacement_order_id and (o.status = 'canceled' or o.deleted_at is not null))
         or not exists (select from parcel p where p.order_id = c.replacement_order_id and p.state <> 'void'))
     order by c.id limit ${PER_ROUND}`,
  );
  let taken = 0;
  for (const { order_id } of lost) {
    const claim = await parcels.claims.orderGone(order_id);
    if (claim?.state !== "withdrawing") continue;
    await runClaim(container, claim.id);
    taken += 1;
  }
  return taken;
}

/** No compensation: it is itself the mending, and runs again. */
const takeBackLostStep = createStep("take-back-lost-replacements", async (_input: undefined, { container }) => {
  return new StepResponse(await takeBackLost(container));
});

export const takeBackLostReplacementsWorkflow = createWorkflow("take-back-lost-replacements", () => {
  return new WorkflowResponse(takeBackLostStep());
});
