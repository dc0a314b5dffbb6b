import { createServer, type Server } from "node:http";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import knex, { type Knex } from "knex";
import type { JobName, JobPayload } from "@commonlot/domain";
import type { MedusaContainer } from "@medusajs/framework/types";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import ParcelService from "../../backend/src/modules/parcel/service";
import { bulkOrder, labelled, NONE, violations, type ParcelHouse } from "../../backend/tests/parcel/house";
import { createCarrier, type Carrier as StandIn } from "../../dev/src/carrier/app";
import { testDatabase, type TestDatabase } from "../../dev/src/testing/postgres";
import { JOB_HANDLERS } from "../src/jobs";

let database: TestDatabase;
let connection: Knex;
let parcels: ParcelService;
let standin: StandIn;
let server: Server;
let files: string;
const COOP = { cooperative_id: "coop_x", person: "m_1" };
const container = { resolve: () => parcels } as unknown as MedusaContainer;
const log = { info: () => undefined, warn: () => undefined } as never;
const house = () => ({ parcels, database, knex: connection }) as unknown as ParcelHouse;

beforeAll(async () => {
  database = await testDatabase();
  files = await mkdtemp(path.join(tmpdir(), "commonlot-carrier-"));
  connection = knex({ client: "pg", connection: database.url, pool: { min: 0, max: 10 } });
  parcels = new ParcelService({ __pg_connection__: connection });
  standin = createCarrier({ pool: database.pool, webhook: { url: undefined, secret: "" }, speed: 1 });
  await standin.start();
  server = createServer(standin.app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const secret = "development-only-secret";
  Object.assign(process.env, {
    CARRIER_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
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
  await standin.stop();
  await new Promise((resolve) => server.close(resolve));
  await connection.destroy();
  await database.drop();
  await rm(files, { recursive: true, force: true });
});
beforeEach(() => standin.faults.change({ seed: 7, lose_answers: 0, lost_answers: 0, fail_500: 0, lost: 0 }));

const run = <N extends JobName>(job: N, payload: JobPayload<N>): Promise<void> =>
  JOB_HANDLERS.get(job)!.handler({ container, message_id: `out_${job}`, payload, log });

/** As the queue does: again until it is done, however often the answer is lost. */
async function untilDone<N extends JobName>(job: N, payload: JobPayload<N>): Promise<number> {
  for (let tries = 1; tries <= 60; tries += 1) {
    const failed = await run(job, payload).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (failed === undefined) return tries;
  }
  throw new Error(`${job} never ended`);
}

/** Runs what was sent since the last call, each message twice, as a queue may. */
let seen = new Date(0).toISOString();
async function runSent(jobs: readonly JobName[]): Promise<void> {
  for (;;) {
    const { rows } = await database.pool.query<{ job: JobName; payload: never; created_at: string }>(
      `select job, payload, created_at::text from outbox_message where job = any($1) and created_at > $2::timestamptz order by created_at`,
      [jobs, seen],
    );
    if (rows.length === 0) return;
    seen = rows.at(-1)!.created_at;
    for (const { job, payload } of rows) for (const _ of [1, 2]) await untilDone(job, payload);
  }
}
const ACTS: readonly JobName[] = ["book-batch", "cancel-bookings", "fetch-labels", "order-pickup", "close-manifest"];

let orders = 0;
async function here(count: number, change: (index: number) => object = () => ({})) {
  const input = await bulkOrder(house(), count);
  const destinations = input.destinations.map((one, index) => ({ ...one, ...change(index) }));
  await labelled(house(), { ...input, destinations });
  return input;
}
async function inWave(order_id: string): Promise<string> {
  const made = await parcels.waves.make({
    ...COOP,
    order_ids: [order_id],
    cut_off_at: new Date(Date.now() + 3_600_000),
    idempotency_key: `wave-${(orders += 1)}-key`,
    now: new Date(),
  });
  if (!made.ok) throw new Error(made.refusal.message);
  return made.value.wave_id;
}
async function handedOver(count: number, change?: (index: number) => object) {
  const { order_id } = await here(count, change);
  const signed = await parcels.handOver({ ...COOP, order_id });
  if (!signed.ok) throw new Error(signed.refusal.message);
  return { order_id, handover_id: signed.value.handover.id };
}
const live = async (order_id: string) => {
  const { rows } = await database.pool.query<{ reference: string; state: string; shipments: number }>(
    `select s.reference, count(*)::int as shipments from carrier_standin.shipment s
     where s.state <> 'cancelled' and s.reference in
       (select number from parcel where order_id = $1 union select o.number from parcel_old_number o join parcel p on p.id = o.parcel_id where p.order_id = $1)
     group by 1`,
    [order_id],
  );
  return new Map(rows.map((one) => [one.reference, one.shipments]));
};
const reasonOf = (result: { ok: boolean }) => (result as { refusal?: { reason: string } }).refusal?.reason;

describe("a parcel that its carrier refuses", () => {
  it("is named with the carrier's words, stops none of the others, is mended and asked again", async () => {
    const { order_id, handover_id } = await handedOver(40, (index) =>
      index === 3 ? { phone: "(0755) 8888 8888" } : index === 17 ? { address: "村" } : {},
    );
    await run("book-parcels", { handover_id });
    await runSent(ACTS);
    expect(await parcels.handovers.bookings(handover_id)).toEqual({ booked: 38, asked: 0, refused: 2, open: 0 });
    const refused = await parcels.refusedBookings.list({ cooperative_id: "coop_x", handover_id, limit: 10 });
    expect(new Map(refused.map((one) => [one.name, one.reason]))).toEqual(
      new Map([
        ["张收货3", "收件人电话不是可拨打的号码"],
        ["张收货17", "收件地址不详"],
      ]),
    );
    const [phone, address] = ["张收货3", "张收货17"].map((name) => refused.find((one) => one.name === name)!);
    // Asked again as it is, it is refused again, and no other message minds.
    await parcels.refusedBookings.askAgain({ ...COOP, parcel_id: phone!.id });
    await run("book-parcels", { handover_id });
    await runSent(ACTS);
    expect((await parcels.handovers.bookings(handover_id)).refused).toBe(2);
    await standin.faults.change({ lose_answers: 2 });
    for (const _ of [1, 2]) {
      await parcels.refusedBookings.askAgain({ ...COOP, parcel_id: phone!.id, phone: "+8613800138000" });
      await parcels.refusedBookings.askAgain({ ...COOP, parcel_id: address!.id, address: "广州市天河区体育西路 1 号" });
    }
    await runSent(ACTS);
    expect(await parcels.handovers.bookings(handover_id)).toEqual({ booked: 40, asked: 0, refused: 0, open: 0 });
    expect([...(await live(order_id)).values()].every((shipments) => shipments === 1)).toBe(true);
    expect(
      await parcels.refusedBookings.askAgain({ ...COOP, parcel_id: address!.id, address: "别处 2 号" }),
    ).toMatchObject({
      ok: false,
      refusal: { reason: "not_refused" },
    });
    // Once a carrier has it, its address stands in the database as well.
    await expect(
      database.pool.query(`update parcel set address = '别处' where id = $1`, [address!.id]),
    ).rejects.toThrow(/can no longer change/);
    expect(await violations(house())).toEqual(NONE);
  });

  it("with all others of its handover is asked for again by one press, once, and what lacks a phone stays", async () => {
    const { handover_id } = await handedOver(8, (index) => (index < 3 ? { address: "村" } : {}));
    await run("book-parcels", { handover_id });
    await runSent(ACTS);
    const of = { ...COOP, handover_id };
    await database.pool.query(
      `update parcel set booking_refusal = 'no_phone', phone = '' where id = (select min(id) from parcel where handover_id = $1 and booking_refusal is not null)`,
      [handover_id],
    );
    expect(await parcels.refusedBookings.askable(handover_id, "coop_x")).toBe(2);
    expect(reasonOf(await parcels.refusedBookings.askAllAgain({ ...of, cooperative_id: "coop_other" }))).toBe(
      "handover_not_found",
    );
    const asked = await Promise.all(Array.from({ length: 4 }, () => parcels.refusedBookings.askAllAgain(of)));
    expect(asked.map((one) => one.ok && one.value.asked).sort()).toEqual([0, 0, 0, 2]);
    expect(await parcels.handovers.bookings(handover_id)).toEqual({ booked: 5, asked: 2, refused: 1, open: 0 });
    // They are as bad as before: the carrier says so again, and nothing else happens.
    await runSent(ACTS);
    expect(await parcels.handovers.bookings(handover_id)).toEqual({ booked: 5, asked: 0, refused: 3, open: 0 });
    expect(await violations(house())).toEqual(NONE);
  });

  it("is found in halves when the carrier does not say which it is", async () => {
    const { handover_id } = await handedOver(9);
    const [booking] = await parcels.bookings.open(handover_id);
    const all = (await parcels.bookings.parcels(booking!.id)).map((one) => one.number);
    await parcels.bookings.ask(booking!.id);
    const bad = all[6]!;
    for (let open = [booking!]; open.length > 0; open = await parcels.bookings.open(handover_id)) {
      for (const { id } of open) {
        const numbers = (await parcels.bookings.parcels(id)).map((one) => one.number);
        if (numbers.includes(bad)) await parcels.bookings.refuse(id, "no");
        else
          await parcels.bookings.record(
            id,
            numbers.map((number) => ({ number, tracking_number: `T${number}` })),
          );
      }
    }
    const refused = await parcels.refusedBookings.list({ cooperative_id: "coop_x", handover_id, limit: 10 });
    expect(refused.map((one) => [one.number, one.reason])).toEqual([[bad, "no"]]);
    expect((await parcels.handovers.bookings(handover_id)).booked).toBe(8);
  });

  it("goes with another carrier whose numbers are typed, or with a number that its own gave by phone", async () => {
    const { handover_id } = await handedOver(2, () => ({ phone: "(0755) 8888 8888" }));
    await run("book-parcels", { handover_id });
    await runSent(ACTS);
    const [first, second] = await parcels.refusedBookings.list({ cooperative_id: "coop_x", handover_id, limit: 10 });
    const ems = { ...COOP, parcel_id: first!.id, carrier: "ems" };
    expect(reasonOf(await parcels.refusedBookings.askAgain(ems))).toBe("carrier_off");
    await parcels.carriers.set({
      ...COOP,
      code: "ems",
      needs_phone: true,
      active: true,
      cutoff: "16:00",
      pickup_days: [1, 2, 3, 4, 5],
      tracking_lengths: [],
      tracking_prefixes: [],
      label_by: "carrier",
      services: [{ service: "standard", title: "标准", cold: false }],
    });
    expect(await parcels.refusedBookings.askAgain(ems)).toMatchObject({ ok: true, value: { asked: false } });
    const lines = [
      { line: 1, parcel_number: first!.number, tracking_number: "EE876543216CN" },
      { line: 2, parcel_number: second!.number, tracking_number: "ST1234567890123456" },
    ];
    expect(await parcels.trackingNumbers.enter({ cooperative_id: "coop_x", lines })).toMatchObject({ stored: 2 });
    expect(await parcels.refusedBookings.list({ cooperative_id: "coop_x", handover_id, limit: 10 })).toEqual([]);
  });
});

describe("a wave that is booked before it leaves", () => {
  it("is booked once, and what is voided, relabelled or cancelled is taken back, with answers lost and messages twice", async () => {
    await standin.faults.change({ lost_answers: 0.2 });
    const { order_id } = await here(30);
    const wave_id = await inWave(order_id);
    const [first, again] = [
      await parcels.bookAhead.wave({ ...COOP, wave_id }),
      await parcels.bookAhead.wave({ ...COOP, wave_id }),
    ];
    expect([first, again]).toMatchObject([
      { ok: true, value: { asked: 30, refused: 0 } },
      { ok: true, value: { asked: 0 } },
    ]);
    await runSent(ACTS);
    expect((await parcels.bookAhead.counts(wave_id)).booked).toBe(30);
    const all = await parcels.parcelsOfOrder(order_id);
    const [relabelled, cancelled] = all as [(typeof all)[0], (typeof all)[0]];
    const relabel = { ...COOP, parcel_id: relabelled.id, number: relabelled.number, reason: "撕了" };
    await Promise.all([parcels.relabels.relabel(relabel), parcels.relabels.relabel(relabel)]);
    const cancel = { ...COOP, parcel_id: cancelled.id, words: "客户不要快递" };
    expect(
      (await Promise.all([parcels.bookingCancels.cancel(cancel), parcels.bookingCancels.cancel(cancel)]))
        .map((one) => one.ok && one.value.cancelled)
        .sort(),
    ).toEqual([false, true]);
    expect((await parcels.parcelOfCooperative(cancelled.id, "coop_x"))?.tracking_number).toBeNull();
    await runSent(ACTS);
    let shipments = await live(order_id);
    expect(shipments.size).toBe(28);
    expect(shipments.has(relabelled.number) || shipments.has(cancelled.number)).toBe(false);
    // Booked again: the new number and the cancelled one, each once.
    await parcels.bookAhead.wave({ ...COOP, wave_id });
    await runSent(ACTS);
    shipments = await live(order_id);
    expect([...shipments.values()]).toEqual(Array.from({ length: 30 }, () => 1));
    // The order falls short: all its parcels are void, and nothing of it stays booked.
    await parcels.replans.withdraw({ cause: `short_${order_id}`, order_ids: [order_id], left: {} });
    await runSent(ACTS);
    expect((await live(order_id)).size).toBe(0);
  });

  it("that nobody was asked about yet is just forgotten, and one whose end is not known is waited for", async () => {
    const { order_id } = await here(4);
    const wave_id = await inWave(order_id);
    await parcels.bookAhead.wave({ ...COOP, wave_id });
    const [{ id: booking_id } = { id: "" }] = (
      await database.pool.query<{ id: string }>(
        `select b.id from booking b join booking_parcel k on k.booking_id = b.id join parcel p on p.id = k.parcel_id where p.order_id = $1 limit 1`,
        [order_id],
      )
    ).rows;
    const [one, two] = await parcels.parcelsOfOrder(order_id);
    await parcels.bookingCancels.cancel({ ...COOP, parcel_id: one!.id, words: "不寄了" });
    expect(await parcels.bookings.parcels(booking_id)).toHaveLength(3);
    await standin.faults.change({ lose_answers: 1 });
    await expect(run("book-batch", { booking_id })).rejects.toThrow(/not known/);
    await parcels.bookingCancels.cancel({ ...COOP, parcel_id: two!.id, words: "不寄了" });
    const { rows } = await database.pool.query<{ payload: { cancel_id: string } }>(
      `select payload from outbox_message where job = 'cancel-bookings' order by created_at desc limit 1`,
    );
    await expect(run("cancel-bookings", rows[0]!.payload)).rejects.toThrow(/no end yet/);
    await run("book-batch", { booking_id });
    await run("cancel-bookings", rows[0]!.payload);
    expect((await live(order_id)).size).toBe(2);
    expect((await parcels.parcelOfCooperative(two!.id, "coop_x"))?.tracking_number).toBeNull();
  });

  it("that the carrier fetched already can't be taken back, and says so", async () => {
    const { order_id } = await here(1);
    const wave_id = await inWave(order_id);
    await parcels.bookAhead.wave({ ...COOP, wave_id });
    await runSent(ACTS);
    const [parcel] = await parcels.parcelsOfOrder(order_id);
    await database.pool.query(`update carrier_standin.shipment set state = 'picked_up' where reference = $1`, [
      parcel!.number,
    ]);
    await parcels.bookingCancels.cancel({ ...COOP, parcel_id: parcel!.id, words: "不寄了" });
    await runSent(ACTS);
    const [shown] = await parcels.bookingCancels.list({ cooperative_id: "coop_x", limit: 1 });
    expect(shown).toMatchObject({ reference: parcel!.number, state: "refused" });
    expect(shown?.reason).toContain("on_its_way");
  });

  it("has the carrier's own labels as files when the cooperative wants them, and none of what is cancelled", async () => {
    await parcels.carriers.set({
      ...COOP,
      code: "standin",
      needs_phone: true,
      active: true,
      cutoff: "16:00",
      pickup_days: [1, 2, 3, 4, 5, 6, 7],
      tracking_lengths: [],
      tracking_prefixes: [],
      label_by: "carrier",
      services: [],
    });
    const { order_id } = await here(3);
    const wave_id = await inWave(order_id);
    await parcels.bookAhead.wave({ ...COOP, wave_id });
    await runSent(ACTS);
    expect(await parcels.carrierLabels.countsOfWave(wave_id)).toEqual({ wanted: 3, stored: 3, refused: 0 });
    const { rows } = await database.pool.query<{ file: string }>(
      `select l.file from carrier_label l join parcel p on p.id = l.parcel_id where p.order_id = $1`,
      [order_id],
    );
    for (const { file } of rows) expect((await readFile(path.join(files, file))).subarray(1, 4).toString()).toBe("PNG");
    const [parcel] = await parcels.parcelsOfOrder(order_id);
    await parcels.bookingCancels.cancel({ ...COOP, parcel_id: parcel!.id, words: "不寄了" });
    expect((await parcels.carrierLabels.countsOfWave(wave_id)).stored).toBe(2);
  });
});

describe("a courier and the driver's list", () => {
  const now = { today: "2026-11-26", time: "15:59" };
  const standinOf = (day: string, time = now.time) =>
    parcels.pickups.order({ ...COOP, carrier: "standin", day, now: { today: now.today, time } });

  it("is ordered for a day that goes, once however often, and called off once, with answers lost", async () => {
    await standin.faults.change({ lost_answers: 0.5 });
    await handedOver(2);
    expect(reasonOf(await standinOf("2026-11-25"))).toBe("day_past");
    expect(reasonOf(await standinOf("2026-11-26", "16:00"))).toBe("cutoff_passed");
    expect(reasonOf(await standinOf("2027-11-26"))).toBe("invalid_day");
    expect(reasonOf(await parcels.pickups.order({ ...COOP, carrier: "sf", day: "2026-11-27", now }))).toBe("by_hand");
    const orders = await Promise.all([standinOf("2026-11-27"), standinOf("2026-11-27"), standinOf("2026-11-27")]);
    const ids = new Set(orders.map((one) => one.ok && one.value.pickup.id));
    expect(ids.size).toBe(1);
    await runSent(ACTS);
    const id = String([...ids][0]);
    const ordered = await parcels.pickups.pickup(id);
    expect(ordered).toMatchObject({ state: "ordered", day: "2026-11-27", until: "16:00" });
    const at = async () =>
      (
        await database.pool.query<{ id: string; off: boolean }>(
          `select id, cancelled_at is not null as off from carrier_standin.paper where key = $1`,
          [ordered!.key],
        )
      ).rows;
    expect(await at()).toEqual([{ id: ordered!.confirmation, off: false }]);
    for (const _ of [1, 2]) await parcels.pickups.cancel({ id, cooperative_id: "coop_x" });
    await runSent(ACTS);
    expect((await parcels.pickups.pickup(id))?.state).toBe("cancelled");
    expect(await at()).toEqual([{ id: ordered!.confirmation, off: true }]);
    expect(reasonOf(await parcels.pickups.cancel({ id, cooperative_id: "coop_y" }))).toBe("pickup_not_found");
  });

  it("is closed with the carrier once all is booked, once however often, with answers lost", async () => {
    const { handover_id } = await handedOver(3);
    const close = () => parcels.carrierManifests.close({ ...COOP, handover_id });
    expect(reasonOf(await close())).toBe("not_booked_yet");
    await untilDone("book-parcels", { handover_id });
    await standin.faults.change({ lost_answers: 0.5 });
    await Promise.all([close(), close()]);
    await runSent(ACTS);
    const [list, ...more] = await parcels.carrierManifests.ofHandover(handover_id);
    expect(list).toMatchObject({ state: "closed", parcels: 3 });
    expect(more).toEqual([]);
    expect(list?.number).toMatch(/^mf_/);
  });
});

it("what has no end and no message on its way is asked again with its own key", async () => {
  const { handover_id } = await handedOver(2);
  await standin.faults.change({ lose_answers: 1 });
  await expect(run("book-parcels", { handover_id })).rejects.toThrow(/not known/);
  expect(await parcels.carrierAsks.sendAgain(0)).toBe(0);
  await database.pool.query(`update outbox_message set dead_at = now() where job = 'book-parcels' and dedup_key = $1`, [
    handover_id,
  ]);
  expect(await parcels.carrierAsks.sendAgain(0)).toBeGreaterThanOrEqual(1);
  expect(await parcels.carrierAsks.sendAgain(0)).toBe(0);
  await runSent(["book-batch"]);
  expect((await parcels.handovers.bookings(handover_id)).booked).toBe(2);
});
