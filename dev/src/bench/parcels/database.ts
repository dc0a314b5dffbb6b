import { performance } from "node:perf_hooks";
import type pg from "pg";
import { copyOfRows } from "./copy-rows.js";
import { LOTS, orderOf, type BenchOrder } from "./order.js";
import { throughQueue, type QueueDoor } from "./queue.js";

/** What the benchmark uses of the parcel module's service, as it was built. */
export interface Parcels {
  plans: {
    planOrder(
      input: BenchOrder,
    ): Promise<
      { ok: true; value: { parcels: number; writing: boolean } } | { ok: false; refusal: { message: string } }
    >;
    writeChunk(input: { message_id: string; chunk_id: string }): Promise<{ written: number }>;
    finish(order_id: string, promised: readonly BenchOrder["allocations"][number][]): Promise<{ finished: boolean }>;
    progress: { proofs(ids: readonly string[]): Promise<{ cost_minor: string; bound_minor: string }[]> };
  };
  refits: {
    refit(
      order_id: string,
      promised: readonly BenchOrder["allocations"][number][],
    ): Promise<{ ok: boolean; value?: { moved: number } }>;
  };
  invariants(): Promise<{ id: string; violations: number }[]>;
}

export interface ParcelHouse {
  parcels: Parcels;
  db: pg.Pool;
  queue: QueueDoor;
  say: (text: string) => void;
}

/** Something a benchmark must never see: it fails, however fast it was. */
export class Red extends Error {}

const ADDRESSEES = [1_000, 10_000, 100_000] as const;
/** Packs of a load to one place; about five are a parcel. */
const LOADS = [
  { parcels: 1_000, packs: 5_000 },
  { parcels: 10_000, packs: 50_000 },
  { parcels: 100_000, packs: 500_000 },
  { parcels: 1_000_000, packs: 5_000_000 },
] as const;
/** Of the wall time, at most so much may be the queue's, from so many ranges on: a queue that wakes up takes what a few do. */
const QUEUE_SHARE = 0.05;
const RANGES_TO_JUDGE = 20;
/** Megabytes by which writing a million parcels may exceed what the process had before. */
const WRITING_MB = 200;

/**
 * `npm run bench -- parcels database [UP_TO]`: orders of 10^3 to 10^6 parcels through the plan (worked out, checked, stored), the queue,
 * the ranges and the end of the run, beside a COPY of the same rows into the same tables and into bare ones. False when something was seen that must
 * never be: a broken invariant, rows that differ, memory that grows with the order.
 */
export async function runParcelsDatabaseBench(house: ParcelHouse, up_to = Infinity): Promise<boolean> {
  const { say } = house;
  let sound = true;
  const measure = async (name: string, make: () => Promise<BenchOrder>) => {
    try {
      await measureOrder(house, name, await make());
    } catch (error) {
      if (!(error instanceof Red)) throw error;
      say(`  RED: ${error.message}`);
      sound = false;
    }
    await house.db.query(
      "truncate plan_refusal, plan_chunk, plan_pattern, plan_basket, plan_run, parcel_content, parcel_line, parcel_event, parcel, parcel_plan, outbox_message, inbox_claim cascade",
    );
  };
  say(
    "seconds: worked out, checked and stored + written (two jobs at once, through the queue) + finished; memory at most, MB",
  );
  for (const count of ADDRESSEES.filter((size) => size <= up_to)) {
    await measure(`${count} addressees`, () => orderOf(house.db, { addressees: count, packs: 4 * count, kinds: 1 }));
  }
  for (const { parcels, packs } of LOADS.filter((load) => load.parcels <= up_to)) {
    await measure(`one place, about ${parcels}`, () => orderOf(house.db, { addressees: 1, packs, kinds: 12 }));
  }
  if (up_to < LOADS.at(-1)!.parcels) return sound;
  await measure("100000 addressees, four parcels each", () =>
    orderOf(house.db, { addressees: 100_000, packs: 5_000_000, kinds: 1 }),
  );
  return sound;
}

async function measureOrder({ parcels, db, queue, say }: ParcelHouse, name: string, order: BenchOrder): Promise<void> {
  const memory = new Memory();
  const planned = await memory.during(() => timed(() => parcels.plans.planOrder(order)));
  if (!planned.value.value.ok) throw new Error(planned.value.value.refusal.message);
  const { parcels: count, writing } = planned.value.value.value;
  const chunks = await db.query<{ id: string; chunk_id: string }>(
    `select id, payload->>'chunk_id' as chunk_id from outbox_message where job = 'write-parcels' and done_at is null order by id`,
  );
  const ids = chunks.rows.map((row) => row.id);
  const of = new Map(chunks.rows.map((row) => [row.id, row.chunk_id]));
  const written = await memory.during(() =>
    timed(() =>
      throughQueue(queue, ids, async (id) => {
        await parcels.plans.writeChunk({ message_id: id, chunk_id: of.get(id)! });
      }),
    ),
  );
  const finished = await memory.during(() =>
    timed(() => (writing ? parcels.plans.finish(order.order_id, order.allocations) : undefined)),
  );
  const empty_s = (await timed(() => throughQueue(queue, ids, async () => undefined))).s;
  const wall_s = planned.value.s + written.value.s + finished.value.s;

  const stages = [planned, written, finished].map(({ value }) => value.s.toFixed(2)).join(" + ");
  const peaks = [planned, written, finished].map(({ peak_mb }) => peak_mb).join(", ");
  const rows = await check(db, parcels, order, count);
  const [proof] = await parcels.plans.progress.proofs([order.order_id]);
  const swapped = await swap(parcels, order);
  const fingerprint = await fingerprintOf(db);
  const copied = await copyOfRows(db);
  const after = await rowsOf(db);
  if (after !== rows || (await fingerprintOf(db)) !== fingerprint)
    throw new Red(`the COPY has other rows: ${after}, and the plan ${rows}`);
  const gap = Number(proof?.cost_minor) - Number(proof?.bound_minor);
  say(
    `  ${name}: ${count} parcels, ${rows} rows in ${stages} = ${wall_s.toFixed(2)} s (${Math.round(rows / wall_s)} rows/s); ` +
      `COPY of the same rows into the same tables ${copied.same.toFixed(2)} s (${Math.round(rows / copied.same)} rows/s, ours ${(copied.same / wall_s).toFixed(2)} x), into bare ones ${copied.bare.toFixed(2)} s (${Math.round(rows / copied.bare)} rows/s, ours ${(copied.bare / wall_s).toFixed(2)} x); ` +
      `memory ${peaks}; queue ${ids.length} jobs, ${(1_000 * empty_s).toFixed(0)} ms = ${((100 * empty_s) / wall_s).toFixed(1)} %; a lot exchanged in ${swapped.moved} parcels in ${swapped.ms.toFixed(0)} ms; cost ${gap} above the bound of ${proof?.bound_minor}`,
  );
  if (ids.length >= RANGES_TO_JUDGE && empty_s > QUEUE_SHARE * wall_s)
    throw new Red("the queue takes more than a twentieth of the time");
  if (written.peak_mb - planned.began_mb > WRITING_MB + (planned.peak_mb - planned.began_mb)) {
    throw new Red("writing takes memory that grows with the order");
  }
}

/** Every invariant of parcels, and what was asked for is what is there. Rows of all four tables. */
async function check(db: pg.Pool, parcels: Parcels, order: BenchOrder, count: number): Promise<number> {
  for (const { id, violations } of await parcels.invariants()) {
    if (violations > 0) throw new Red(`${violations} violations of ${id}`);
  }
  const packs = order.destinations.reduce((sum, one) => sum + one.items.reduce((n, item) => n + item.packs, 0), 0);
  const there = await db.query<{ parcels: number; packs: number; state: string }>(
    `select (select count(*) from parcel)::int as parcels, (select sum(packs) from parcel_line)::float8 as packs,
       (select state from plan_run where order_id = $1) as state`,
    [order.order_id],
  );
  const [found] = there.rows;
  if (found?.parcels !== count || found.packs !== packs || found.state !== "finished") {
    throw new Red(
      `${found?.parcels} parcels with ${found?.packs} packs, of ${count} with ${packs}; the run is ${found?.state}`,
    );
  }
  return rowsOf(db);
}

async function rowsOf(db: pg.Pool): Promise<number> {
  const { rows } = await db.query<{ n: number }>(
    `select ((select count(*) from parcel) + (select count(*) from parcel_line) + (select count(*) from parcel_content)
       + (select count(*) from parcel_event))::int as n`,
  );
  return rows[0]?.n ?? 0;
}

/** Another lot in place of one: only parcels that held it are written. */
async function swap(parcels: Parcels, order: BenchOrder): Promise<{ moved: number; ms: number }> {
  const promised = order.allocations.map((one, at) =>
    at === LOTS >> 1 ? { ...one, id: `${one.id}_other`, lot_id: `${one.lot_id}_other` } : one,
  );
  const { value, s } = await timed(() => parcels.refits.refit(order.order_id, promised));
  if (!value.ok || !value.value?.moved) throw new Red("a lot could not be exchanged");
  return { moved: value.value.moved, ms: 1_000 * s };
}

/** A number that two sets of the same rows have in common, whatever their order: of everything but the events' numbers. */
async function fingerprintOf(db: pg.Pool): Promise<string> {
  const { rows } = await db.query<{ sum: string }>(
    `select (select coalesce(sum(hashtextextended(p::text, 1)), 0) from parcel p) + (select coalesce(sum(hashtextextended(l::text, 2)), 0) from parcel_line l)
       + (select coalesce(sum(hashtextextended(c::text, 3)), 0) from parcel_content c)
       + (select coalesce(sum(hashtextextended(concat_ws('|', parcel_id, source, event_id, state, moved), 4)), 0) from parcel_event) as sum`,
  );
  return rows[0]!.sum;
}

async function timed<T>(work: () => Promise<T> | T): Promise<{ value: T; s: number }> {
  const began = performance.now();
  const value = await work();
  return { value, s: (performance.now() - began) / 1_000 };
}

/** Resident memory of this process while something runs. */
class Memory {
  private readonly mb = () => Math.round(process.memoryUsage.rss() / 1e6);

  async during<T>(work: () => Promise<T>): Promise<{ value: T; began_mb: number; peak_mb: number }> {
    globalThis.gc?.();
    const began_mb = this.mb();
    let peak_mb = began_mb;
    const timer = setInterval(() => (peak_mb = Math.max(peak_mb, this.mb())), 20);
    try {
      const value = await work();
      return { value, began_mb, peak_mb: Math.max(peak_mb, this.mb()) };
    } finally {
      clearInterval(timer);
    }
  }
}
