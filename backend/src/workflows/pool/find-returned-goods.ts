import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { rows } from "../../lib/sql";
import type PoolService from "../../modules/pool/service";
import { pooledLines } from "../checkout/lines";

/** Receipts one run looks at; they are few a day. */
const ACTS = 500;
/** A receipt that was missed is looked for this long: longer than any outage of ours. */
const LOOK_BACK_DAYS = 60;

interface Act {
  id: string;
  return_id: string;
  order_id: string;
  order_line_id: string;
  variant_id: string | null;
  packs: number;
  damaged: boolean;
}

/**
 * Finds what Medusa received back and nobody at the desk knows of yet. By looking, not by Medusa's event, which a crash
 * would lose; each act of receiving has an id of Medusa's own, so that looking twice finds it once. No compensation: a
 * note of what came back.
 */
const findReturnedGoodsStep = createStep("find-returned-goods", async (_input: undefined, { container }) => {
  const sql = container.resolve(ContainerRegistrationKeys.PG_CONNECTION);
  const pools: PoolService = container.resolve("pool");
  const acts = await rows<Act>(
    sql,
    `select a.id, a.return_id, a.order_id, a.details ->> 'reference_id' as order_line_id, i.variant_id,
            (a.details ->> 'quantity')::float8 as packs, a.action = 'RECEIVE_DAMAGED_RETURN_ITEM' as damaged
     from order_change_action a join order_line_item i on i.id = a.details ->> 'reference_id'
     where a.action in ('RECEIVE_RETURN_ITEM', 'RECEIVE_DAMAGED_RETURN_ITEM') and a.applied and a.deleted_at is null
       and a.updated_at > now() - make_interval(days => ?)
       and not exists (select from returned_goods r where r.source_id = a.id)
     order by a.updated_at limit ?`,
    [LOOK_BACK_DAYS, ACTS],
  );
  const lines = await pooledLines(
    container,
    acts.map((act) => ({ id: act.id, variant_id: act.variant_id, quantity: act.packs })),
  );
  const received = lines.flatMap((line) => {
    const act = acts.find((one) => one.id === line.id);
    if (!act) return [];
    const { return_id, order_id, order_line_id, damaged } = act;
    const units = line.units_per_pack * line.packs;
    return [{ source_id: act.id, return_id, order_id, order_line_id, pool_id: line.pool_id, units, damaged }];
  });
  return new StepResponse(await pools.returnedGoods.record(received));
});

export const findReturnedGoodsWorkflow = createWorkflow("find-returned-goods", () => {
  return new WorkflowResponse(findReturnedGoodsStep());
});
