import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import knex, { type Knex } from "knex";
import type { MedusaContainer } from "@medusajs/framework/types";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import ParcelService from "../../backend/src/modules/parcel/service";
import { bulkOrder, labelled, type ParcelHouse } from "../../backend/tests/parcel/house";
import { createCarrier, type Carrier as StandIn } from "../../dev/src/carrier/app";
import { testDatabase, type TestDatabase } from "../../dev/src/testing/postgres";
import type { ShipmentRequest } from "../src/carriers/carrier";
import { manualCarrier } from "../src/carriers/manual";
import { pollSilent } from "../src/carriers/poll";
import { recordEvents } from "../src/carriers/record-events";
import { standinCarrier } from "../src/carriers/standin";
import { handle as bookParcels } from "../src/jobs/book-parcels/handler";

/** A second carrier with an interface, at an address where nobody answers. */
const DOWN = "down";
vi.mock("../src/carriers", async (original) => {
  const real = await original<typeof import("../src/carriers")>();
  return {
    ...real,
    carrierOf: (code: string) => (code === "down" ? standinCarrier("http://127.0.0.1:9") : real.carrierOf(code)),
  };
});

let database: TestDatabase;
let connection: Knex;
let parcels: ParcelService;
let standin: StandIn;
let server: Server;
let base: string;
const container = {
  resolve: (name: string) =>
    name === "parcel"
      ? parcels
      : { holdDaysOfOrders: (ids: string[]) => Promise.resolve(new Map(ids.map((id) => [id, 7]))) },
} as unknown as MedusaContainer;
const log = { info: () => undefined } as never;

beforeAll(async () => {
  database = await testDatabase();
  connection = knex({ client: "pg", connection: database.url, pool: { min: 0, max: 10 } });
  parcels = new ParcelService({ __pg_connection__: connection });
  // No webhook comes: what the carrier knows must be asked for.
  standin = createCarrier({ pool: database.pool, webhook: { url: undefined, secret: "" }, speed: 10_000_000 });
  await standin.start();
  server = createServer(standin.app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const secret = "development-only-secret";
  Object.assign(process.env, {
    CARRIER_API_URL: base,
    CARRIER_WEBHOOK_SECRET: secret,
    DATABASE_URL: database.url,
    FILES_DIR: tmpdir(),
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
});
beforeEach(() => standin.faults.change({ lose_answers: 0, fail_500: 0, lost: 0 }));

let run = 0;
const shipments = (count: number): ShipmentRequest[] => {
  run += 1;
  return Array.from({ length: count }, (_, index) => ({
    reference: `CLA${run}X${index}`,
    carrier: "standin",
    service: "parcel",
    weight_g: 2_120,
    to: { name: "张", phone: "13800000000", province_code: "44", address: "人民路 1 号" },
  }));
};
const key = () => `key-adapter-${run}`;
const numbersOf = async () =>
  (await database.pool.query<{ count: number }>(`select count(*)::int as count from carrier_standin.shipment`)).rows[0]
    ?.count ?? 0;

async function handedOver(count: number, phone?: string) {
  const house = { parcels, database, knex: connection } as unknown as ParcelHouse;
  const input = await bulkOrder(house, count);
  const destinations = input.destinations.map((one, index) =>
    phone !== undefined && index === 0 ? { ...one, phone } : one,
  );
  await labelled(house, { ...input, destinations });
  const signed = await parcels.handOver({ cooperative_id: "coop_x", person: "m_1", order_id: input.order_id });
  if (!signed.ok) throw new Error(signed.refusal.message);
  return { order_id: input.order_id, handover_id: signed.value.handover.id };
}
const book = (handover_id: string) =>
  bookParcels({ container, message_id: `out_${handover_id}`, payload: { handover_id }, log } as never);
const parcelsOf = (order_id: string) => parcels.parcelsOfOrder(order_id);

describe("the stand-in's adapter", () => {
  it("books, prices, labels, cancels, calls for pick-up and closes the list, each once for its key", async () => {
    const carrier = standinCarrier(base);
    // What is on its way can't be cancelled any more: here nothing moves meanwhile.
    await standin.tracking.stop();
    const asked = shipments(3);
    const booked = await carrier.book(key(), asked);
    expect(booked).toMatchObject({ outcome: "done", value: [{ reference: asked[0]!.reference }, {}, {}] });
    expect(await carrier.book(key(), asked)).toEqual(booked);
    expect(await carrier.rate({ service: "parcel", weight_g: 2_120, province_code: "44" })).toEqual({
      outcome: "done",
      value: [{ service: "parcel", total_minor: 1_200n, currency: "CNY" }],
    });
    expect(await carrier.rate({ service: "parcel", weight_g: 31_000, province_code: "44" })).toMatchObject({
      outcome: "refused",
      reason: expect.stringContaining("422 too_heavy") as string,
    });
    const [first, second] = asked.map((one) => one.reference);
    const label = await carrier.label(first!);
    expect(label.outcome === "done" && label.value.data.subarray(1, 4).toString()).toBe("PNG");
    const references = asked.map((one) => one.reference);
    const list = await carrier.manifest(`${key()}-list`, references);
    expect(list.outcome).toBe("done");
    expect(await carrier.manifest(`${key()}-list`, references)).toEqual(list);
    expect((await carrier.manifest(`${key()}-list`, [first!])).outcome).toBe("unknown");
    expect((await carrier.manifest(`${key()}-other`, ["CL-NOT-THERE"])).outcome).toBe("refused");
    const pickup = { day: "2026-11-26", until: "16:00", parcels: 3, weight_g: 6_360 };
    expect((await carrier.pickup(`${key()}-pickup`, pickup)).outcome).toBe("done");
    expect((await carrier.pickup(`${key()}-pickup`, pickup)).outcome).toBe("done");
    expect(await carrier.cancel(second!)).toEqual({ outcome: "done", value: undefined });
    expect(await carrier.cancel(second!)).toEqual({ outcome: "done", value: undefined });
    expect(await carrier.label(second!)).toMatchObject({ outcome: "refused" });
    expect(await carrier.find(key(), [])).toHaveLength(2);
  });

  it("does not know how a call ended whose answer was lost, and finds it by its key", async () => {
    const carrier = standinCarrier(base);
    await standin.faults.change({ lose_answers: 1 });
    const asked = shipments(2);
    const before = await numbersOf();
    expect((await carrier.book(key(), asked)).outcome).toBe("unknown");
    expect(await carrier.find(key(), [])).toHaveLength(2);
    expect(await numbersOf()).toBe(before + 2);
    // Booked under another key by somebody's hand: asked again it is a conflict, and found by our references.
    expect(await carrier.book(`${key()}-by-hand`, asked)).toMatchObject({ outcome: "unknown" });
    expect(
      await carrier.find(
        `${key()}-by-hand`,
        asked.map((one) => one.reference),
      ),
    ).toHaveLength(2);
  });
});

it("a carrier without an interface is asked nothing, and says so", async () => {
  expect(await manualCarrier.find("key-manual", ["CL1"])).toEqual([]);
  expect(await manualCarrier.track(["CL1"])).toEqual([]);
  for (const answer of await Promise.all([
    manualCarrier.rate({ service: "s", weight_g: 1, province_code: "44" }),
    manualCarrier.book("key-manual", []),
    manualCarrier.label("CL1"),
    manualCarrier.cancel("CL1"),
    manualCarrier.pickup("key-manual", { day: "2026-11-26", until: "16:00", parcels: 1, weight_g: 1 }),
    manualCarrier.manifest("key-manual", []),
  ])) {
    expect(answer).toMatchObject({ outcome: "refused", reason: expect.stringContaining("no interface") as string });
  }
});

describe("booking a handover", () => {
  it.each([
    ["its answer is lost", { lose_answers: 1 }],
    ["the carrier fails", { fail_500: 1 }],
  ])("ends with one shipment a parcel when %s: looked up before it is asked again", async (_what, fault) => {
    const { order_id, handover_id } = await handedOver(4);
    await standin.faults.change(fault);
    const before = await numbersOf();
    await expect(book(handover_id)).rejects.toThrow(/not known/);
    await book(handover_id);
    await book(handover_id);
    expect(await numbersOf()).toBe(before + 4);
    const tracked = (await parcelsOf(order_id)).map((parcel) => parcel.tracking_number);
    expect(new Set(tracked).size).toBe(4);
    expect(tracked.every((number) => /^ST\d{16}$/.test(number ?? ""))).toBe(true);
  });

  it("goes on without the parcel that has no phone, and with its phone books it alone", async () => {
    const { order_id, handover_id } = await handedOver(3, "");
    await book(handover_id);
    const waiting = (await parcelsOf(order_id)).filter((parcel) => parcel.tracking_number === null);
    expect(waiting.map((parcel) => parcel.name)).toEqual(["张收货0"]);
    const mend = { parcel_id: waiting[0]!.id, cooperative_id: "coop_x", person: "m_1", phone: "13900000000" };
    expect(await parcels.refusedBookings.askAgain(mend)).toMatchObject({ ok: true, value: { asked: true } });
    await book(handover_id);
    expect((await parcelsOf(order_id)).every((parcel) => parcel.tracking_number !== null)).toBe(true);
  });
});

describe("booking a handover with two carriers", () => {
  it("goes on with the other when one can't be asked, and a refused one stops neither", async () => {
    const { order_id, handover_id } = await handedOver(3);
    const db = database.pool;
    const numbers = async () =>
      Object.fromEntries((await parcelsOf(order_id)).map((parcel) => [parcel.id, parcel.tracking_number]));
    const [lost, refused, fine] = Object.keys(await numbers()).sort() as [string, string, string];
    // First in line: one that was asked before of a carrier that is down now, and one that is refused.
    await db.query(`update booking set part = 9 where handover_id = $1`, [handover_id]);
    for (const [part, carrier, parcel] of [[0, DOWN, lost] as const, [1, "standin", refused] as const]) {
      const id = `booking_${handover_id}_${part}`;
      await db.query(
        `insert into booking (id, cooperative_id, handover_id, part, key, carrier, asked_at) values ($1, 'coop_x', $2, $3, $1, $4, now())`,
        [id, handover_id, part, carrier],
      );
      await db.query(`update booking_parcel set booking_id = $1 where parcel_id = $2`, [id, parcel]);
    }
    await db.query(`update parcel set name = repeat('长', 201) where id = $1`, [refused]);
    await expect(book(handover_id)).rejects.toThrow(/not known/);
    expect((await numbers())[fine]).toMatch(/^ST/);
    expect((await parcels.bookings.open(handover_id)).map((booking) => booking.carrier)).toEqual([DOWN]);
    // It is up again.
    await db.query(`update booking set carrier = 'standin' where handover_id = $1 and carrier = $2`, [
      handover_id,
      DOWN,
    ]);
    await book(handover_id);
    expect((await numbers())[lost]).toMatch(/^ST/);
    expect(await parcels.refusedBookings.list({ cooperative_id: "coop_x", handover_id, limit: 9 })).toMatchObject([
      { id: refused, fault: "carrier_refused", reason: expect.stringContaining("to.name") as string },
    ]);
  });
});

describe("a parcel of which nothing is heard", () => {
  it("is asked about once its silence is long, moves forward by what the carrier says, and no sooner twice", async () => {
    const { order_id, handover_id } = await handedOver(3);
    await book(handover_id);
    expect(await pollSilent(container, 3_600)).toEqual({ asked: 0, moved: 0 });
    await database.pool.query(`update carrier_standin.step set due_at = now() - interval '1 minute'`);
    await standin.faults.change({ fail_500: 1 });
    await expect(pollSilent(container, 0)).rejects.toThrow(/500/);
    // Marked as asked: the next beat leaves them alone until they were silent again.
    expect(await pollSilent(container, 60)).toEqual({ asked: 0, moved: 0 });
    expect((await pollSilent(container, 0)).asked).toBeGreaterThanOrEqual(3);
    expect((await parcelsOf(order_id)).map((parcel) => parcel.state)).toEqual(["delivered", "delivered", "delivered"]);
  });

  it("ends the same when its webhook comes late, twice and out of order after the question", async () => {
    const { order_id, handover_id } = await handedOver(1);
    await book(handover_id);
    await database.pool.query(`update carrier_standin.step set due_at = now() - interval '1 minute'`);
    const [parcel] = await parcelsOf(order_id);
    const events = await standinCarrier(base).track([parcel!.number]);
    await recordEvents(container, `out_poll_${order_id}`, events);
    for (const [index, late] of [[...events].reverse(), events].entries()) {
      expect(await recordEvents(container, `out_hook_${order_id}_${index}`, late)).toMatchObject({
        recorded: 0,
        moved: 0,
      });
    }
    const [after] = await parcelsOf(order_id);
    expect(after?.state).toBe("delivered");
    expect(after?.events.map((event) => event.said).filter(Boolean)).toEqual([
      "picked_up",
      "in_transit",
      "out_for_delivery",
      "delivered",
    ]);
  });
});
