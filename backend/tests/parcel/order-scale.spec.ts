import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { labelIdsOf, labelsOf, TO_PRINT } from "../../src/lib/label-facts";
import { tellDelivered_ } from "../../src/modules/parcel/fulfilments";
import { completeOrders } from "../../src/modules/parcel/queries-track";
import { recordEvents_ } from "../../src/modules/parcel/record-events";
import { bulkOrder, givenOrder, labelled, NONE, parcelHouse, violations, type ParcelHouse } from "./house";
import { looksAtParcels, tallyOf } from "./tally-kit";

/** What a batch, or a part of a print, asks of an order that has many more parcels: docs/adr/0068. */
let house: ParcelHouse;
beforeAll(async () => {
  house = await parcelHouse();
});
afterAll(() => house?.close());

const COOP = { cooperative_id: "coop_x", person: "member_1" };
const { db, explained, idsOf } = tallyOf(() => house);

type Parcels = Awaited<ReturnType<ParcelHouse["parcels"]["parcelsOfOrder"]>>;

async function handedOver(count: number) {
  const input = await bulkOrder(house, count);
  await labelled(house, input);
  const signed = await house.parcels.handOver({ ...COOP, order_id: input.order_id });
  expect(signed.ok).toBe(true);
  return { order_id: input.order_id, parcels: await house.parcels.parcelsOfOrder(input.order_id) };
}

/** A batch that says the same of some parcels. */
const batch = (of: Parcels, said: string) => ({
  message_id: `out_${randomUUID()}`,
  hold_days: new Map<string, number>(),
  events: of.map(({ number }) => ({
    event_id: `${number}_${said}`,
    number,
    said,
    at: new Date("2026-11-20T08:00:00Z"),
    place: null,
  })),
});
const say = (of: Parcels, said: string) => house.parcels.recordCarrierEvents(batch(of, said));

async function sent(job: string, order_id: string): Promise<number> {
  const { rows } = await db().query<{ n: number }>(
    "select count(*)::int as n from outbox_message where job = $1 and payload->>'order_id' = $2",
    [job, order_id],
  );
  return rows[0]?.n ?? 0;
}

/** Sessions of this database that wait for a row. */
async function waiting(): Promise<number> {
  const { rows } = await db().query<{ n: number }>(
    "select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
  );
  return rows[0]?.n ?? 0;
}

/** Delivers some parcels and, before that has ended so, begins `other`, which waits for it; what `other` came to. */
async function heldUp<T>(first: Parcels, other: () => Promise<T>, ends: "commit" | "rollback"): Promise<T> {
  const tx = await house.knex.transaction();
  try {
    const done = await recordEvents_(tx, batch(first, "delivered"));
    expect(done).toMatchObject({ moved: first.length, completed: [] });
    const begun = other();
    await expect.poll(() => waiting(), { timeout: 10_000 }).toBeGreaterThan(0);
    await tx[ends]();
    return await begun;
  } finally {
    if (!tx.isCompleted()) await tx.rollback();
  }
}

describe("a batch of a carrier's events", () => {
  it("asks for one parcel that is still to come, and reads none of those that arrived", async () => {
    const { order_id, parcels } = await handedOver(300);
    await say(parcels.slice(0, 200), "delivered");
    await db().query("analyze parcel");
    const asks = {
      "is the order complete": () => completeOrders(house.knex, [order_id]),
      "is a handover complete": () => tellDelivered_(house.knex as never, [order_id]),
    };
    for (const [what, ask] of Object.entries(asks)) {
      const looked = looksAtParcels(await explained(ask));
      expect(looked.length, what).toBeGreaterThan(0);
      const one = /using parcel_to_come on parcel .*rows=1(\.00)? /;
      expect(looked.filter((line) => !one.test(line)), what).toEqual([]); // prettier-ignore
    }
    expect(await completeOrders(house.knex, [order_id])).toEqual([]);
    expect(await sent("post", order_id)).toBe(0);

    expect(await say(parcels.slice(200), "delivered")).toMatchObject({ moved: 100, completed: [order_id] });
    expect(await sent("post", order_id)).toBe(1);
    expect(await completeOrders(house.knex, [order_id])).toEqual([]);
    expect(await violations(house)).toEqual(NONE);
  });

  it("looks a handover up by itself: one that has arrived is told, another of the same order waits", async () => {
    const input = await bulkOrder(house, 6);
    await labelled(house, input);
    const { order_id } = input;
    const ids = await idsOf(order_id);
    for (const parcel_ids of [ids.slice(0, 3), ids.slice(3)])
      expect((await house.parcels.handOver({ ...COOP, parcel_ids })).ok).toBe(true);
    const parcels = await house.parcels.parcelsOfOrder(order_id);
    const first = parcels.filter((parcel) => ids.indexOf(parcel.id) < 3);
    const before = await sent("fulfil", order_id);
    await say(first.slice(0, 2), "delivered");
    expect(await sent("fulfil", order_id)).toBe(before);
    await say(first.slice(2), "delivered");
    expect(await sent("fulfil", order_id)).toBe(before + 1);
    expect(await sent("post", order_id)).toBe(0);
  });

  it("that waits for another of the same order sees what that one ended; what was cut off has ended nothing", async () => {
    const { order_id, parcels } = await handedOver(10);
    const cut = await heldUp(parcels.slice(0, 5), () => say(parcels.slice(5), "delivered"), "rollback");
    expect(cut).toMatchObject({ moved: 5, completed: [] });
    expect(await sent("post", order_id)).toBe(0);

    // The last two at once, the first of them not committed when the second begins.
    await say(parcels.slice(0, 3), "delivered");
    const end = await heldUp(parcels.slice(3, 4), () => say(parcels.slice(4, 5), "delivered"), "commit");
    expect(end).toMatchObject({ moved: 1, completed: [order_id] });
    expect(await sent("post", order_id)).toBe(1);
  });

  it("of lost parcels the order waits for each that nobody accounts for, also when that is said at once with the last arrival", async () => {
    const { order_id, parcels } = await handedOver(4);
    const [one, two, three, four] = parcels as [Parcels[0], Parcels[0], Parcels[0], Parcels[0]];
    await say([one, two], "lost");
    await say([three], "delivered");
    const account = (parcel: Parcels[0]) =>
      house.parcels.replans.accountFor({ short_id: `short_${parcel.id}`, parcel_id: parcel.id, hold_days: 0 });
    expect(await account(one)).toMatchObject({ ok: true });
    expect(await sent("post", order_id)).toBe(0);
    await Promise.all([say([four], "delivered"), account(two)]);
    expect(await sent("post", order_id)).toBe(1);
    // Told again, and accounted for again: once.
    await say([four], "delivered");
    expect(await account(two)).toMatchObject({ ok: true });
    expect(await sent("post", order_id)).toBe(1);
  });
});

describe("what freight came to, asked with each handover", () => {
  it("is added up once the last parcel of a cooperative has left, whatever of another's is still here", async () => {
    const tag = randomUUID().slice(0, 8);
    const line = (cooperative_id: string) => ({
      order_line_id: `line_${tag}_${cooperative_id}`,
      cooperative_id,
      pool_id: `pool_${tag}_${cooperative_id}`,
      pack_g: 2_000,
      pack_units: 2_000,
      blendable: true,
      lots: [{ lot_id: `lot_${tag}_${cooperative_id}`, units: 3 * 2_000 }],
    });
    const lines = [line("coop_a"), line("coop_b")];
    const packs = Object.fromEntries(lines.map((one) => [one.order_line_id, 1]));
    const input = await givenOrder(house, { lines, packs: [packs, packs, packs] });
    await labelled(house, input);
    const { order_id } = input;
    const parcels = await house.parcels.parcelsOfOrder(order_id);
    const idsFrom = (cooperative_id: string) =>
      parcels.filter((parcel) => parcel.cooperative_id === cooperative_id).map((parcel) => parcel.id);
    const leave = async (cooperative_id: string, parcel_ids: string[]) =>
      expect((await house.parcels.handOver({ ...COOP, cooperative_id, parcel_ids })).ok).toBe(true);
    const left = () => house.parcels.plannedFreight(order_id, { left: true });
    const of = async (cooperative_id: string) =>
      (await house.parcels.plannedFreight(order_id)).filter((one) => one.cooperative_id === cooperative_id);

    const [a, b] = [idsFrom("coop_a"), idsFrom("coop_b")];
    expect(a.length).toBeGreaterThan(1);
    expect(await left()).toEqual([]);
    await leave("coop_a", a.slice(1));
    await db().query("analyze parcel");
    expect(await left()).toEqual([]);
    const looked = looksAtParcels(await explained(left));
    expect(looked.length).toBeGreaterThan(0);
    expect(looked.filter((one) => !one.includes("using parcel_to_come"))).toEqual([]);
    await leave("coop_a", a.slice(0, 1));
    expect(await left()).toEqual(await of("coop_a"));
    expect(await left()).toMatchObject([{ cooperative_id: "coop_a", parcels: a.length, left: true }]);
    await leave("coop_b", b);
    expect(await left()).toEqual(await house.parcels.plannedFreight(order_id));
    expect(await left()).toHaveLength(2);
    expect(await left()).toMatchObject([{ left: true }, { left: true }]);
  });
});

describe("a part of an order's labels", () => {
  it("says which part of an addressee's goods each is as the whole order does, and reads that addressee's parcels alone", async () => {
    const input = await bulkOrder(house, 8, 20);
    await labelled(house, input);
    const { order_id } = input;
    const before = await labelsOf(house.knex, { order_id }, TO_PRINT);
    // The same goods as those of a company's list: parts are counted by addressee.
    await db().query("update parcel set addressee_id = 'adr_' || order_id || destination_id where order_id = $1", [
      order_id,
    ]);
    await db().query("analyze parcel");
    const whole = await labelsOf(house.knex, { order_id }, TO_PRINT);
    expect(whole).toEqual(before);
    const parts = whole.filter((label) => label.name === whole[0]!.name);
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.map((label) => label.part)).toEqual(parts.map((_, at) => at + 1));
    expect(new Set(parts.map((label) => label.parts))).toEqual(new Set([parts.length]));
    for (const label of [whole[0]!, whole.at(-1)!])
      expect(await labelsOf(house.knex, { parcel_ids: [label.id] }, TO_PRINT)).toEqual([label]);

    const looked = looksAtParcels(
      await explained(() => labelsOf(house.knex, { parcel_ids: [parts[0]!.id] }, TO_PRINT)),
    );
    const beside = looked.filter((line) => line.includes("parcel_of_addressee"));
    expect(beside).toHaveLength(1);
    expect(beside[0]).toMatch(new RegExp(`rows=${parts.length}(\\.00)? `));
    expect(looked.filter((line) => !/rows=[01](\.00)? /.test(line))).toEqual(beside);
  });

  it("of some parcels alone is found by their ids, in the order of the pile, and only those that get a label", async () => {
    const input = await bulkOrder(house, 6);
    await labelled(house, input);
    const { order_id } = input;
    const all = await labelIdsOf(house.knex, order_id);
    expect(all).toHaveLength(6);
    const some = [all[4]!.id, all[1]!.id, "parcel_of_nobody"];
    expect(await labelIdsOf(house.knex, order_id, some)).toEqual([all[1], all[4]]);
    const stranger = await bulkOrder(house, 1);
    await labelled(house, stranger);
    expect(await labelIdsOf(house.knex, stranger.order_id, some)).toEqual([]);
    await house.parcels.handOver({ ...COOP, parcel_ids: [all[4]!.id] });
    expect(await labelIdsOf(house.knex, order_id, some)).toEqual([all[1]]);
  });
});
