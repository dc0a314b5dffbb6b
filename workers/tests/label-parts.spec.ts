import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { inflateSync } from "node:zlib";
import knex, { type Knex } from "knex";
import type { MedusaContainer } from "@medusajs/framework/types";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { LABELS_PER_SHEET } from "../../backend/src/lib/label-facts";
import { readDrawing } from "../../backend/src/lib/print/pdf-reader.fixture";
import ParcelService from "../../backend/src/modules/parcel/service";
import {
  bulkOrder,
  labelled,
  NONE,
  plannedWhole,
  violations,
  type ParcelHouse,
} from "../../backend/tests/parcel/house";
import { anew, hit, live, withdrawn, write } from "../../backend/tests/parcel/part-kit";
import { testDatabase, type TestDatabase } from "../../dev/src/testing/postgres";
import { handle } from "../src/jobs/print-labels/handler";
import { writeSheet, type Sheet } from "../src/jobs/print-labels/sheet";

// The same drawing in this process: the bundle of the child is made by the build, and the house's tests print with it.
const died = { after: Infinity };
vi.mock("../src/print/in-child", () => ({
  renderInChild: async (_job: string, sheet: Sheet) => {
    if (died.after <= 0) throw new Error("killed");
    died.after -= 1;
    return writeSheet(sheet);
  },
}));

let database: TestDatabase;
let connection: Knex;
let parcels: ParcelService;
let files: string;

beforeAll(async () => {
  database = await testDatabase();
  files = await mkdtemp(path.join(tmpdir(), "commonlot-parts-"));
  connection = knex({ client: "pg", connection: database.url, pool: { min: 0, max: 10 } });
  parcels = new ParcelService({ __pg_connection__: connection });
  const secret = "development-only-secret";
  Object.assign(process.env, {
    CARRIER_WEBHOOK_SECRET: secret,
    DATABASE_URL: database.url,
    FILES_DIR: files,
    JWT_SECRET: secret,
    COOKIE_SECRET: secret,
    STRIPE_API_KEY: "sk_test_none",
    STRIPE_WEBHOOK_SECRET: "whsec_none",
  });
});
afterAll(async () => {
  await connection.destroy();
  await database.drop();
  await rm(files, { recursive: true, force: true });
});

const container = {
  resolve: (name: string) =>
    ({
      parcel: parcels,
      cooperative: {
        cooperatives: (ids: string[]) => Promise.resolve(ids.map((id) => ({ id, name_zh: "竹塘合作社" }))),
      },
      query: { graph: () => Promise.resolve({ data: [{ display_id: 1042, created_at: "2026-11-26T08:00:00Z" }] }) },
    })[name] ?? connection,
} as unknown as MedusaContainer;
const log = { info: () => undefined } as never;
const house = () => ({ parcels, database, knex: connection }) as unknown as ParcelHouse;

it("labels beyond two thousand are printed in parts: killed between them, it goes on there, and every parcel has one live label", async () => {
  const count = LABELS_PER_SHEET + 40;
  const input = await bulkOrder(house(), count);
  await plannedWhole(house(), input);
  const { order_id } = input;
  const print = () => handle({ container, message_id: `out_${order_id}`, payload: { order_id }, log } as never);
  expect(await parcels.labelPrint(order_id, "coop_x")).toMatchObject({ printed: 0, total: count, sheets: [] });

  died.after = 1;
  await expect(print()).rejects.toThrow(/killed/);
  const half = await parcels.labelPrint(order_id, "coop_x");
  expect(half).toMatchObject({ printed: LABELS_PER_SHEET, total: count });
  const before = await readFile(path.join(files, half.sheets[0]!.file));

  died.after = Infinity;
  await print();
  await print();
  const whole = await parcels.labelPrint(order_id, "coop_x");
  expect(whole).toMatchObject({ printed: count, total: count });
  expect(whole.sheets.map((sheet) => [sheet.part, sheet.pages])).toEqual([
    [0, LABELS_PER_SHEET],
    [1, 40],
  ]);
  expect(before.equals(await readFile(path.join(files, whole.sheets[0]!.file)))).toBe(true);
  expect(readDrawing(await readFile(path.join(files, whole.sheets[1]!.file)), inflateSync)).toHaveLength(40);
  const { rows } = await database.pool.query<{ live: number; parcels: number }>(
    `select count(*)::int as live, count(distinct p.id)::int as parcels from parcel p join parcel_label l on l.parcel_id = p.id and l.voided_at is null
     where p.order_id = $1 and p.state = 'labelled'`,
    [order_id],
  );
  expect(rows).toEqual([{ live: count, parcels: count }]);
  expect(await violations(house())).toEqual(NONE);
});

it("a print of fewer labels than it began with is ready all the same", async () => {
  const input = await bulkOrder(house(), 3);
  await parcels.plans.planOrder(input);
  const { order_id } = input;
  const [first, second, third] = await parcels.parcelsOfOrder(order_id);
  const sheet = (parcel: { id: string }, part: number) => ({
    cooperative_id: "coop_x",
    file: `labels/${part}.pdf`,
    sha256: "0".repeat(64),
    parcel_ids: [parcel.id],
    part,
    of_labels: 3,
  });
  const record = (sheets: ReturnType<typeof sheet>[], more: boolean) =>
    parcels.recordLabels({ message_id: `out_few_${order_id}`, order_id, sheets, more });
  await record([sheet(first!, 0)], true);
  await record([sheet(third!, 0)], true);
  await record([sheet(second!, 1)], true);
  expect(await parcels.labelPrint(order_id, "coop_x")).toMatchObject({ printed: 2, total: 3 });
  expect(await record([], false)).toBe(true);
  expect(await record([], false)).toBe(false);
  expect(await parcels.labelPrint(order_id, "coop_x")).toMatchObject({ printed: 2, total: 2 });
});

it("a part that is planned anew gets labels of its own, once, whoever dies: those on the other boxes stay as they are", async () => {
  const input = await bulkOrder(house(), 6, 2);
  await labelled(house(), input);
  const { order_id } = input;
  const before = await live(house(), order_id);
  const change = hit(input, {
    order_line_id: input.allocations[0]!.order_line_id,
    lot: 0,
    drops: { dest_2: 1, dest_5: 1 },
  });
  const cause = `short_${order_id}:apply:1`;
  const decided = await parcels.touches.of(change.question);
  await withdrawn(house(), cause, change.question, decided);
  await write(house(), change, input.allocations);
  const print = () =>
    handle({ container, message_id: `out_part_${order_id}`, payload: { order_id, only_new: true }, log } as never);
  expect(await parcels.replans.plan(await anew(house(), input, cause, change))).toMatchObject({
    value: { parcels: 2 },
  });

  const records = vi.spyOn(parcels, "recordLabels").mockRejectedValueOnce(new Error("killed"));
  await expect(print()).rejects.toThrow("killed");
  records.mockRestore();
  await print();
  const after = await live(house(), order_id);
  await print();
  expect(await live(house(), order_id)).toEqual(after);

  const kept = [...before].filter(([, said]) => !/dest_[25]\|/.test(said));
  expect(kept).toHaveLength(4);
  expect([...after].filter(([id]) => before.has(id))).toEqual(kept);
  const written = [...after].filter(([id]) => !before.has(id)).map(([, said]) => said.split("|"));
  expect(written.map(([, , state, destination]) => [state, destination]).sort()).toEqual([
    ["labelled", "dest_2"],
    ["labelled", "dest_5"],
  ]);
  // The file of the other boxes stays on the desk's list, which says how many of its pages are waste paper.
  const { printed, total, sheets } = await parcels.labelPrint(order_id, "coop_x");
  expect([printed, total, sheets.map((sheet) => [sheet.part, sheet.pages, sheet.void])]).toEqual([
    8,
    8,
    [
      [0, 6, 2],
      [1, 2, 0],
    ],
  ]);
  expect(readDrawing(await readFile(path.join(files, sheets[1]!.file)), inflateSync)).toHaveLength(2);
  expect(await violations(house())).toEqual(NONE);
});
