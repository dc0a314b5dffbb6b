import type { PlanOrderInput } from "../../src/modules/parcel/plan";
import { Plans } from "../../src/modules/parcel/plans";
import { ThreadPlanner } from "../../src/modules/parcel/planner";
import type { ParcelHouse } from "./house";
import { rowsOf } from "./run-rows";

// What the specs of runs share: the queue of one order, worked off by hand.

/** Small ranges, so that a few parcels are many. */
export const SIZES = { at_once: 3, chunk: 4 };

export interface Message {
  id: string;
  job: string;
  payload: { order_id?: string; chunk_id?: string };
}

export function runOf(house: () => ParcelHouse, plans: () => Plans) {
  /** Messages about an order that are neither done nor dead, the oldest first. */
  async function open(order_id: string): Promise<Message[]> {
    const { rows } = await house().database.pool.query<Message>(
      `select m.id, m.job, m.payload from outbox_message m
       where m.done_at is null and m.dead_at is null and m.job in ('plan-parcels', 'write-parcels')
         and (m.payload->>'order_id' = $1
              or m.payload->>'chunk_id' in (select c.id from plan_chunk c join plan_run r on r.id = c.run_id where r.order_id = $1)
              or exists (select from plan_run r where r.order_id = $1 and starts_with(m.payload->>'chunk_id', r.id || '.')))
       order by m.job, split_part(m.payload->>'chunk_id', '.', 2)::int, m.created_at, m.id`,
      [order_id],
    );
    return rows;
  }

  const done = (id: string) =>
    house().database.pool.query("update outbox_message set done_at = now() where id = $1 and done_at is null", [id]);

  /** What the worker does with one message: a job that fails stays open. */
  async function work({ id, job, payload }: Message, input: PlanOrderInput): Promise<void> {
    if (job === "write-parcels") await plans().writeChunk({ message_id: id, chunk_id: payload.chunk_id! });
    else if (await plans().open(input.order_id)) await plans().finish(input.order_id, await promised(input.order_id));
    else await plans().planOrder({ ...input, message_id: id });
    await done(id);
  }

  async function promised(order_id: string) {
    const { rows } = await house().database.pool.query<{
      id: string;
      order_line_id: string;
      lot_id: string;
      pool_id: string;
      household_id: string;
      units: number;
    }>(
      "select id, order_line_id, lot_id, pool_id, household_id, units::float8 as units from allocation where order_id = $1 and state <> 'released'",
      [order_id],
    );
    return rows;
  }

  /** Works off everything that is open, in the order that `pick` says. */
  async function drain(input: PlanOrderInput, pick = (messages: Message[]) => messages[0]!): Promise<void> {
    for (let messages = await open(input.order_id); messages.length > 0; messages = await open(input.order_id)) {
      await work(pick(messages), input);
    }
  }

  /** What the jobs would write if they ran one after the other, taken back again. */
  async function inOrder(input: PlanOrderInput) {
    const outer = await house().knex.transaction();
    try {
      const inside = new Plans(outer, new ThreadPlanner(), SIZES);
      for (const message of await open(input.order_id)) {
        await inside.writeChunk({ message_id: message.id, chunk_id: message.payload.chunk_id! });
      }
      await inside.finish(input.order_id, await promised(input.order_id));
      return await rowsOf(outer, input.order_id);
    } finally {
      await outer.rollback();
    }
  }

  const count = async (text: string, ...values: string[]) =>
    Number((await house().database.pool.query<{ n: string }>(text, values)).rows[0]?.n);
  const labels = (order_id: string) =>
    count(
      "select count(*) as n from outbox_message where job = 'print-labels' and payload->>'order_id' = $1",
      order_id,
    );

  return { open, done, work, promised, drain, inOrder, count, labels };
}
