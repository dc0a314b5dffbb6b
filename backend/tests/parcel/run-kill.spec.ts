import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Knex } from "knex";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PlanOrderInput } from "../../src/modules/parcel/plan";
import { Plans } from "../../src/modules/parcel/plans";
import { ThreadPlanner } from "../../src/modules/parcel/planner";
import type { ReplanInput } from "../../src/modules/parcel/replans";
import { bulkOrder, labelled, NONE, parcelHouse, violations, type ParcelHouse } from "./house";
import { anew, hit, live, withdrawn, write } from "./part-kit";
import { rowsOf } from "./run-rows";

/** Real processes on one run, killed with SIGKILL where it hurts; what they leave is what an undisturbed run leaves, row by row. */
const WORKER = fileURLToPath(new URL("./run-worker.fixture.mjs", import.meta.url));
/** Small ranges, so that a few parcels are many. */
const SIZES = { at_once: 3, chunk: 4 };
const PARCELS = 22;

let house: ParcelHouse;
let plans: Plans;
let folder: string;
beforeAll(async () => {
  house = await parcelHouse();
  plans = new Plans(house.knex, new ThreadPlanner(), SIZES);
  folder = await mkdtemp(path.join(tmpdir(), "run-kill-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await house?.close();
});

/** Starts a worker; how it ended, a signal or a code. */
function worker(input: PlanOrderInput, kill_at?: string, replan?: ReplanInput): Promise<string | number> {
  const { KILL_AT: _, ...env } = process.env;
  const child = spawn(process.execPath, [WORKER], {
    env: { ...env, DATABASE_URL: house.database.url, ...(kill_at === undefined ? {} : { KILL_AT: kill_at }) },
    stdio: ["pipe", "inherit", "inherit"],
  });
  child.stdin.end(JSON.stringify({ input, sizes: SIZES, replan }));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(signal ?? code ?? -1));
  });
}

/** An order whose planning is asked for. */
async function asked(): Promise<PlanOrderInput> {
  const input = await bulkOrder(house, PARCELS);
  await house.database.pool.query(
    "insert into outbox_message (id, job, payload, dedup_key) values ($1, 'plan-parcels', jsonb_build_object('order_id', $2::text), $2)",
    [input.message_id, input.order_id],
  );
  return input;
}

/** What the run that is stored would write, one range after the other, nobody dying; taken back again. */
async function undisturbed(input: PlanOrderInput) {
  const outer = await house.knex.transaction();
  try {
    const inside = new Plans(outer as unknown as Knex, new ThreadPlanner(), SIZES);
    const chunks = await outer("plan_chunk").join("plan_run", "plan_run.id", "plan_chunk.run_id").select("plan_chunk.id")
      .where("plan_run.order_id", input.order_id).orderBy("plan_chunk.first"); // prettier-ignore
    for (const { id } of chunks as { id: string }[]) await inside.writeChunk({ message_id: `${id}_u`, chunk_id: id });
    const promised = input.allocations.map((one) => ({ ...one, units: Number(one.units) }));
    expect(await inside.finish(input.order_id, promised)).toEqual({ finished: true });
    return await rowsOf(outer, input.order_id);
  } finally {
    await outer.rollback();
  }
}

async function count(text: string, value: string): Promise<number> {
  return Number((await house.database.pool.query<{ n: string }>(text, [value])).rows[0]?.n);
}
const labels = (order_id: string) =>
  count("select count(*) as n from outbox_message where job = 'print-labels' and payload->>'order_id' = $1", order_id);

describe("two workers on one run, both killed", () => {
  it.each([
    ["in the middle of a range", "chunk_before_commit"],
    ["between two ranges", "chunk_written"],
    ["after the last range, before the run is told done", "plan_before_finish"],
    ["when the run was told done and its message not", "plan_finished"],
  ])("%s: the rows are those of an undisturbed run", async (_, point) => {
    const input = await asked();
    await plans.planOrder(input);
    await house.database.pool.query("update outbox_message set done_at = now() where id = $1", [input.message_id]);
    const expected = await undisturbed(input);
    expect(expected.parcels).toHaveLength(PARCELS);
    const markers = ["a", "b"].map((name) => path.join(folder, `${point}-${name}`));
    // Each dies once, where it first passes; who never passes there ends by itself.
    const ends = await Promise.all(markers.map((marker) => worker(input, `${point}@${marker}`)));
    expect(ends).toContain("SIGKILL");
    expect(ends.filter((end) => end !== "SIGKILL" && end !== 0)).toEqual([]);
    for (const [index, end] of ends.entries()) {
      if (end === "SIGKILL") expect(await readFile(markers[index]!, "utf8")).toContain(point);
    }
    expect(await Promise.all([worker(input), worker(input)])).toEqual([0, 0]);
    expect(await rowsOf(house.knex, input.order_id)).toEqual(expected);
    expect(await labels(input.order_id)).toBe(1);
    expect(await count("select count(*) as n from plan_chunk where id like $1", "%")).toBe(0);
    expect(await violations(house)).toEqual(NONE);
  });
});

describe("a worker killed while it plans", () => {
  it.each(["plan_before_store", "plan_stored"])("at %s: planned once, written whole", async (point) => {
    const input = await asked();
    expect(await worker(input, `${point}@${path.join(folder, point)}`)).toBe("SIGKILL");
    const runs = "select count(*) as n from plan_run where order_id = $1";
    expect(await count(runs, input.order_id)).toBe(point === "plan_stored" ? 1 : 0);
    const expected = point === "plan_stored" ? await undisturbed(input) : undefined;
    expect(await worker(input)).toBe(0);
    expect(await count(runs, input.order_id)).toBe(1);
    const rows = await rowsOf(house.knex, input.order_id);
    expect(rows.parcels).toHaveLength(PARCELS);
    if (expected) expect(rows).toEqual(expected);
    expect(await labels(input.order_id)).toBe(1);
    expect(await violations(house)).toEqual(NONE);
  });
});

describe("a short plans six loads of twenty-two anew, and its worker is killed", () => {
  it.each([
    ["while it plans them", "replan_before_store", false],
    ["when the others have changed their lots", "replan_lots_exchanged", false],
    ["when the part is stored", "replan_stored", true],
    ["when a range of the part is written", "chunk_written", true],
  ])("%s: the other parcels keep number, label and place, nothing is lost or twice", async (_, point, stored) => {
    const input = await bulkOrder(house, PARCELS, 2);
    await labelled(house, input);
    const before = await live(house, input.order_id);
    const touched = ["dest_1", "dest_10", "dest_13", "dest_20", "dest_4", "dest_7"];
    const change = hit(input, {
      order_line_id: input.allocations[0]!.order_line_id,
      lot: 0,
      drops: Object.fromEntries(touched.map((destination) => [destination, 1])),
    });
    const decided = await house.parcels.touches.of(change.question);
    const cause = `short_${input.order_id}:apply:1`;
    expect(await withdrawn(house, cause, change.question, decided)).toMatchObject({ ok: true });
    await write(house, change, input.allocations);
    const others = new Map([...before].filter(([, said]) => !touched.includes(said.split("|")[3]!)));
    expect(await live(house, input.order_id)).toEqual(others);

    const replan = await anew(house, input, cause, change);
    expect(await worker(input, `${point}@${path.join(folder, `part-${point}`)}`, replan)).toBe("SIGKILL");
    expect((await plans.open(input.order_id)) !== undefined).toBe(stored);
    const expected = stored ? await undisturbed({ ...input, allocations: change.allocations }) : undefined;
    // Two take it up at once.
    expect(await Promise.all([worker(input, undefined, replan), worker(input, undefined, replan)])).toEqual([0, 0]);

    if (expected) expect(await rowsOf(house.knex, input.order_id)).toEqual(expected);
    const after = await live(house, input.order_id);
    expect(new Map([...after].filter(([id]) => others.has(id)))).toEqual(others);
    const written = [...after].filter(([id]) => !others.has(id)).map(([, said]) => said.split("|"));
    expect(written.map(([, , , destination]) => destination).sort()).toEqual(touched);
    expect(written.map(([, , state]) => state)).toEqual(touched.map(() => "planned"));
    const only_new =
      "select count(*) as n from outbox_message where payload = jsonb_build_object('order_id', $1::text, 'only_new', true)";
    expect(await count(only_new, input.order_id)).toBe(1);
    expect(await violations(house)).toEqual(NONE);
  });
});
