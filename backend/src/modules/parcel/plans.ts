import { ok, type Result } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { killPoint } from "../../lib/kill-point";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { append, appendAll, claim } from "../outbox/append";
import type { PlanOrderInput, PlanRefusal } from "./plan";
import { chunksOf, PARCELS_PER_CHUNK } from "./plan-chunks";
import { PlanProgress } from "./plan-progress";
import { PlanRefusals } from "./plan-refusals";
import {
  dropChunks,
  insertChunk,
  insertRun,
  lockWriting,
  openRun,
  promiseDifferences,
  runById,
  type Run,
  type RunToStore,
} from "./plan-rows";
import { ThreadPlanner, type Planner } from "./planner";
import { planExists } from "./queries-track";
import type { RatesByCooperative } from "./rates";
import { refit_, type PromisedLot } from "./refit";
import { keepLoads_ } from "./truck-loads";
import { workOut, type WorkedOut } from "./work-out";
import { isNumberTaken, writeRange } from "./write-range";

/** Parcels up to which a plan is written in the transaction that stores it: an everyday order needs no jobs. */
export const PARCELS_AT_ONCE = 1_000;
/** Draws of a number before giving up: at 50 bits the second is needed once in a lifetime. */
const DRAWS = 3;

export interface Planned {
  /** False: somebody planned it before. */
  planned: boolean;
  parcels: number;
  /** Whether parcels are still being written, by jobs. */
  writing: boolean;
}

/** How large plans are cut: tests and benchmarks choose smaller ones. */
export interface PlanSizes {
  at_once: number;
  chunk: number;
}

/**
 * The plan of an order as a run: worked out (in a thread when it is large), checked by separate code, stored with its
 * certificates, and only then written, range by range. While a run is open its order is withdrawn from packing; what ends it
 * (a cancellation, a short) voids what it has written. The same for one parcel and a million; few are written at once.
 */
export class Plans {
  readonly refusals: PlanRefusals;
  readonly progress: PlanProgress;

  constructor(
    private readonly sql: Knex,
    private readonly planner: Planner = new ThreadPlanner(),
    private readonly sizes: PlanSizes = { at_once: PARCELS_AT_ONCE, chunk: PARCELS_PER_CHUNK },
  ) {
    this.refusals = new PlanRefusals(sql);
    this.progress = new PlanProgress(sql);
  }

  /** Works a plan out by today's rates and has it checked; writes nothing. */
  workOut(input: Omit<PlanOrderInput, "message_id">): Promise<Result<WorkedOut, PlanRefusal>> {
    return workOut(this.sql, this.planner, input);
  }

  /** Whether an order has a plan, or had one and waits for another. */
  async isPlanned(order_id: string): Promise<boolean> {
    return (await planExists(this.sql, order_id)) !== undefined;
  }

  /**
   * Plans an order's parcels with their lots. An order is planned once: a replayed message, or a second one, finds the plan and
   * changes nothing. Refused plans write nothing.
   */
  async planOrder(input: PlanOrderInput & Partial<PlanSizes>): Promise<Result<Planned, PlanRefusal>> {
    const { order_id, currency, at_once, chunk } = input;
    if (await planExists(this.sql, order_id)) {
      return inTransaction(this.sql, async (tx) => {
        await claim(tx, "plan-parcels", input.message_id);
        return this.found_(tx, order_id);
      });
    }
    const worked = await this.workOut(input);
    if (!worked.ok) return worked;
    const { plan, rates, planned_ms } = worked.value;
    killPoint("plan_before_store");
    const planned = await drawing((draw) =>
      inTransaction(this.sql, async (tx) => {
        if (!(await claim(tx, "plan-parcels", input.message_id))) return this.found_(tx, order_id);
        const first = await row(
          tx,
          `insert into parcel_plan (order_id, version, currency, parcels, freight_minor) values (?, 1, ?, ?, ?)
           on conflict do nothing returning order_id`,
          [order_id, currency, plan.parcels, plan.freight_minor.toString()],
        );
        if (!first) return this.found_(tx, order_id);
        const run = { order_id, plan_version: 1, cause: null, currency, planned_ms, plan, at_once, chunk };
        return ok(await this.store_(tx, run, rates, input.allocations, draw));
      }),
    );
    killPoint("plan_stored");
    return planned;
  }

  /**
   * Stores a plan: its run first, then its parcels when they are few, or the ranges that jobs will write. The order's plan is
   * locked by the caller, and has the version that is given here.
   */
  async store_(
    tx: Transaction,
    stored: RunToStore,
    rates: RatesByCooperative,
    allocations: PlanOrderInput["allocations"],
    draw: number,
  ): Promise<Planned> {
    const { plan, order_id, at_once = this.sizes.at_once, chunk: size = this.sizes.chunk } = stored;
    const run = await insertRun(tx, stored, rates);
    await keepLoads_(tx, order_id, plan.stops);
    await this.refusals.solved_(tx, [order_id]);
    if (plan.parcels <= at_once) {
      for (const range of chunksOf(plan, Math.max(1, at_once))) await writeRange(tx, run, range, draw);
      await conserve_(tx, run, allocations);
      await finish_(tx, run);
      return { planned: true, parcels: plan.parcels, writing: false };
    }
    await tx.raw(`update parcel_plan set withdrawn_for = ?, updated_at = now() where order_id = ?`, [run.id, order_id]);
    const chunk_ids: string[] = [];
    for (const chunk of chunksOf(plan, size)) chunk_ids.push(await insertChunk(tx, run.id, chunk));
    await appendAll(
      tx,
      chunk_ids.map((chunk_id) => ({ job: "write-parcels", payload: { chunk_id }, dedup_key: chunk_id })),
    );
    return { planned: true, parcels: plan.parcels, writing: true };
  }

  /**
   * Writes one range of a run. Once, whoever asks and however often; a run that was ended meanwhile writes no more. The last one
   * has the run finished.
   */
  async writeChunk(input: { message_id: string; chunk_id: string }): Promise<{ written: number }> {
    const chunk = await row<{ run_id: string; order_id: string }>(
      this.sql,
      `select c.run_id, r.order_id from plan_chunk c join plan_run r on r.id = c.run_id where c.id = ?`,
      [input.chunk_id],
    );
    const written = await drawing((draw) =>
      inTransaction(this.sql, async (tx) => {
        if (!(await claim(tx, "write-parcels", input.message_id)) || !chunk) return { written: 0 };
        await lockWriting(tx, [chunk.order_id]);
        return { written: await this.writeChunk_(tx, input.chunk_id, chunk.run_id, draw) };
      }),
    );
    killPoint("chunk_written");
    return written;
  }

  private async writeChunk_(tx: Transaction, chunk_id: string, run_id: string, draw: number): Promise<number> {
    const range = await row<{ first: number; parcels: number; body: string; written: boolean }>(
      tx,
      `select first, parcels, body::text as body, written_at is not null as written from plan_chunk where id = ? for update`,
      [chunk_id],
    );
    const run = await runById(tx, run_id);
    if (!range || range.written || run?.state !== "writing") return 0;
    await writeRange(tx, run, range, draw);
    killPoint("chunk_before_commit");
    await tx.raw(`update plan_chunk set written_at = now(), body = '{}' where id = ?`, [chunk_id]);
    // Chunks that end at the same time look one after another: the last one sees that it is the last.
    await runById(tx, run_id, "for no key update");
    const left = await row(tx, `select 1 from plan_chunk where run_id = ? and written_at is null limit 1`, [run_id]);
    if (!left) {
      await tx.raw(`update plan_run set state = 'written' where id = ?`, [run_id]);
      await append(tx, {
        job: "plan-parcels",
        payload: { order_id: run.order_id },
        dedup_key: `${run_id}:finish`,
      });
    }
    return range.parcels;
  }

  /** The run of an order that is not over. */
  async open(order_id: string): Promise<{ state: string; parcels: number } | undefined> {
    return openRun(this.sql, order_id);
  }

  /**
   * Finishes a run of which every parcel is written: lots that staff swapped meanwhile change places, contents are compared with
   * what is promised (P1), and the order is handed to the packers with its labels on their way. Repeated it does nothing.
   */
  async finish(order_id: string, promised: readonly PromisedLot[]): Promise<{ finished: boolean }> {
    // Before the plan's lock, which writers share.
    if ((await openRun(this.sql, order_id))?.state !== "written") return { finished: false };
    killPoint("plan_before_finish");
    const finished = await inTransaction(this.sql, async (tx) => {
      await tx.raw(`select 1 from parcel_plan where order_id = ? for update`, [order_id]);
      const open = await openRun(tx, order_id);
      const run = open && (await runById(tx, open.id, "for no key update"));
      if (run?.state !== "written") return { finished: false };
      if ((await differences(tx, run, promised)) > 0) {
        await refit_(tx, order_id, promised);
        await conserve_(tx, run, promised);
      }
      await finish_(tx, run);
      return { finished: true };
    });
    killPoint("plan_finished");
    return finished;
  }

  /** Asks again for the ranges of a run that lost its jobs. */
  async takeUp(order_id: string, message_id: string): Promise<void> {
    if (!(await this.progress.ofOrder(order_id))?.stuck) return;
    await inTransaction(this.sql, async (tx) => {
      const left = await rows<{ id: string }>(
        tx,
        `select c.id from plan_chunk c join plan_run r on r.id = c.run_id
         where r.order_id = ? and r.state = 'writing' and c.written_at is null order by c.first`,
        [order_id],
      );
      await appendAll(
        tx,
        left.map(({ id: chunk_id }) => ({
          job: "write-parcels",
          payload: { chunk_id },
          dedup_key: `${chunk_id}:${message_id}`,
        })),
      );
    });
  }

  private async found_(tx: Transaction, order_id: string): Promise<Result<Planned, PlanRefusal>> {
    const known = await planExists(tx, order_id);
    const open = await openRun(tx, order_id);
    return ok({ planned: false, parcels: known?.parcels ?? 0, writing: open !== undefined });
  }
}

/** Once more with other numbers, should one of them be taken. */
export async function drawing<T>(work: (draw: number) => Promise<T>): Promise<T> {
  for (let draw = 0; ; draw++) {
    try {
      return await work(draw);
    } catch (error) {
      if (!isNumberTaken(error) || draw + 1 >= DRAWS) throw error;
    }
  }
}

/** Conservation (P1): what is in the parcels is what is promised, or nothing of this is written. */
async function conserve_(tx: Transaction, run: Run, promised: PlanOrderInput["allocations"]): Promise<void> {
  const wrong = await differences(tx, run, promised);
  if (wrong > 0) throw new Error(`order ${run.order_id}: parcels differ from allocations in ${wrong} places`);
}

/** The order is the packers': the plan stands in its figures, labels are on their way. The caller has seen to P1. */
async function finish_(tx: Transaction, run: Run): Promise<void> {
  await tx.raw(`update plan_run set state = 'finished', finished_at = now() where id = ?`, [run.id]);
  await dropChunks(tx, [run.id]);
  // An order planned anew has parcels that left before.
  const all =
    run.plan_version === 1
      ? { parcels: run.parcels, freight: run.freight_minor }
      : await row<{ parcels: number; freight: string }>(
          tx,
          `select count(*)::int as parcels, coalesce(sum(freight_minor), 0) as freight from parcel where order_id = ? and state <> 'void'`,
          [run.order_id],
        );
  await tx.raw(
    `update parcel_plan set withdrawn_for = null, parcels = ?, freight_minor = ?, updated_at = now() where order_id = ?`,
    [all?.parcels ?? 0, all?.freight ?? 0, run.order_id],
  );
  await append(tx, {
    job: "print-labels",
    // Parcels of an earlier plan that stay keep the labels that are on them.
    payload: run.plan_version === 1 ? { order_id: run.order_id } : { order_id: run.order_id, only_new: true },
    dedup_key: run.plan_version === 1 ? run.order_id : `${run.order_id}:v${run.plan_version}`,
  });
}

function differences(tx: Transaction, run: Run, promised: PlanOrderInput["allocations"]): Promise<number> {
  return promiseDifferences(
    tx,
    run,
    promised.filter((allocation) => allocation.state !== "released"),
  );
}
