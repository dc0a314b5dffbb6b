import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Arrival, ArrivalOf } from "../../src/modules/parcel/arrivals";
import type { CarrierEvent } from "../../src/modules/parcel/track";
import { bulkOrder, labelled, NONE, parcelHouse, violations, type ParcelHouse } from "./house";

let house: ParcelHouse;
beforeAll(async () => {
  house = await parcelHouse();
});
afterAll(() => house.close());

let messages = 0;
const message = () => `out_test_${(messages += 1)}`;
const COOP = { cooperative_id: "coop_x", person: "member_1" };

async function outbox(job: string, like: string) {
  const found = await house.database.pool.query<{ payload: object; due_at: Date }>(
    `select payload, due_at from outbox_message where job = $1 and payload::text like $2`,
    [job, `%${like}%`],
  );
  return found.rows;
}

async function handedOver(count: number) {
  const input = await bulkOrder(house, count);
  await labelled(house, input);
  const signed = await house.parcels.handOver({ ...COOP, order_id: input.order_id });
  if (!signed.ok) throw new Error(signed.refusal.message);
  return { input, handover: signed.value.handover, parcels: await house.parcels.parcelsOfOrder(input.order_id) };
}

describe("handing over", () => {
  it("freezes the parcels and sends ship, book-parcels and fulfil, once, however often it is signed", async () => {
    const input = await bulkOrder(house, 5);
    await labelled(house, input);
    const signed = await Promise.all(
      Array.from({ length: 5 }, () => house.parcels.handOver({ ...COOP, order_id: input.order_id })),
    );
    const ids = signed.map((result) => result.ok && result.value.handover.id);
    expect(new Set(ids).size).toBe(1);
    expect(signed.filter((result) => result.ok && result.value.created)).toHaveLength(1);
    for (const job of ["ship", "book-parcels"]) expect(await outbox(job, String(ids[0]))).toHaveLength(1);
    expect(await outbox("fulfil", input.order_id)).toHaveLength(1);
    const db = house.database.pool;
    const parcel = (await house.parcels.parcelsOfOrder(input.order_id))[0]!;
    await expect(
      db.query(`update parcel_content set units = units + 1 where parcel_id = $1`, [parcel.id]),
    ).rejects.toThrow(/frozen/);
    await expect(db.query(`delete from parcel_line where parcel_id = $1`, [parcel.id])).rejects.toThrow();
    await expect(db.query(`update parcel set gross_g = gross_g + 1 where id = $1`, [parcel.id])).rejects.toThrow(
      /no longer change/,
    );
    await expect(
      db.query(`update parcel set state = 'packed', handover_id = null where id = $1`, [parcel.id]),
    ).rejects.toThrow(/cannot become/);
    expect(await violations(house)).toEqual(NONE);
  });

  it("hands the pool exactly what was allocated", async () => {
    const { input, handover } = await handedOver(30);
    const contents = await house.parcels.contentsOfHandover(handover.id);
    const units = (rows: { units: number | string | bigint }[]) =>
      rows.reduce((sum, row) => sum + Number(row.units), 0);
    expect(units(contents)).toBe(units(input.allocations.map(({ units }) => ({ units }))));
    expect(new Set(contents.map((content) => content.allocation_id))).toEqual(
      new Set(input.allocations.map((allocation) => allocation.id)),
    );
  });

  it("refuses parcels without a label, unknown ones, and another cooperative's, all as if they were not there", async () => {
    const input = await bulkOrder(house, 2);
    await house.parcels.plans.planOrder(input);
    expect(await house.parcels.handOver({ ...COOP, order_id: input.order_id })).toMatchObject({
      ok: false,
      refusal: { reason: "parcels_not_ready" },
    });
    const parcel = (await house.parcels.parcelsOfOrder(input.order_id))[0]!;
    expect(
      await house.parcels.handOver({ ...COOP, cooperative_id: "coop_other", parcel_ids: [parcel.id] }),
    ).toMatchObject({
      ok: false,
      refusal: { reason: "parcel_not_found" },
    });
    expect(
      await house.parcels.handOver({ ...COOP, cooperative_id: "coop_other", order_id: input.order_id }),
    ).toMatchObject({
      ok: false,
      refusal: { reason: "order_not_found" },
    });
    expect(await house.parcels.handOver({ ...COOP, order_id: "order_none" })).toMatchObject({
      ok: false,
      refusal: { reason: "order_not_found" },
    });
    expect(await house.parcels.parcelOfCooperative(parcel.id, "coop_other")).toBeUndefined();
    expect(await house.parcels.parcelsOfCooperative({ cooperative_id: "coop_other", limit: 10 })).toEqual([]);
    expect(await house.parcels.parcelOfCooperative(parcel.id, "coop_x")).toMatchObject({ state: "planned" });
  });

  it("keeps one live label a parcel when an order is printed again", async () => {
    const input = await bulkOrder(house, 3);
    await labelled(house, input);
    await labelled(house, input);
    const live = await house.database.pool.query(
      `select 1 from parcel_label l join parcel p on p.id = l.parcel_id where p.order_id = $1 and l.voided_at is null`,
      [input.order_id],
    );
    expect(live.rowCount).toBe(3);
    expect(await violations(house)).toEqual(NONE);
  });
});

describe("tracking", () => {
  const journey = (number: string, from: number): CarrierEvent[] =>
    ["picked_up", "in_transit", "out_for_delivery", "delivered"].map((said, index) => ({
      event_id: `ce_${number}_${index}`,
      number,
      said,
      at: new Date(from + index * 60_000),
      place: "转运中心",
    }));
  const record = (events: readonly CarrierEvent[], hold_days = new Map<string, number>(), message_id = message()) =>
    house.parcels.recordCarrierEvents({ message_id, events, hold_days });
  const shuffled = <T>(all: readonly T[], seed: number): T[] =>
    all
      .map((one, index) => ({ one, key: Math.sin(seed * 1000 + index) }))
      .sort((a, b) => a.key - b.key)
      .map(({ one }) => one);

  it("ends the same however events are shuffled, repeated and cut into batches", async () => {
    const from = Date.parse("2026-11-01T08:00:00Z");
    for (let seed = 1; seed <= 8; seed += 1) {
      const { input, parcels } = await handedOver(6);
      const events = parcels.flatMap((parcel) => journey(parcel.number, from));
      const stream = shuffled([...events, ...events, ...events.slice(0, 9)], seed);
      const size = 1 + (seed % 5) * 4;
      for (let start = 0; start < stream.length; start += size) {
        await record(stream.slice(start, start + size), new Map([[input.order_id, 3]]));
      }
      const after = await house.parcels.parcelsOfOrder(input.order_id);
      expect(after.map((parcel) => parcel.state)).toEqual(after.map(() => "delivered"));
      for (const parcel of after) {
        expect(parcel.delivered_at?.toISOString()).toBe("2026-11-01T08:03:00.000Z");
        expect(parcel.events.filter((event) => event.said === "in_transit")).toHaveLength(1);
      }
      const posts = await outbox("post", input.order_id);
      expect(posts).toHaveLength(1);
      expect(posts[0]?.due_at.toISOString()).toBe("2026-11-04T08:03:00.000Z");
    }
    expect(await violations(house)).toEqual(NONE);
  });

  it("posts an order once when batches that each deliver a part of it are handled at the same time", async () => {
    const { input, parcels } = await handedOver(40);
    const now = Date.now();
    const parts = Array.from({ length: 8 }, (_, part) => parcels.slice(part * 5, part * 5 + 5));
    await Promise.all(parts.map((part) => record(part.flatMap((parcel) => journey(parcel.number, now)))));
    expect(await outbox("post", input.order_id)).toHaveLength(1);
    expect(await house.parcels.progressOfOrder(input.order_id)).toEqual({ delivered: 40 });
  });

  it("does nothing twice for a replayed message, and nothing for numbers it does not know", async () => {
    const { input, parcels } = await handedOver(2);
    const events = parcels.flatMap((parcel) => journey(parcel.number, Date.now()));
    const id = message();
    expect(await record([...events, ...journey("CLNOBODY", 0)], new Map(), id)).toMatchObject({
      recorded: 8,
      moved: 2,
      completed: [input.order_id],
    });
    expect(await record(events, new Map(), id)).toEqual({ recorded: 0, moved: 0, completed: [] });
    expect(await record(events)).toEqual({ recorded: 0, moved: 0, completed: [] });
  });

  it("does not post an order with a lost parcel, and a lost parcel is not delivered afterwards", async () => {
    const { input, parcels } = await handedOver(2);
    const [first, second] = parcels;
    await record(journey(first!.number, Date.now()));
    await record([{ event_id: "ce_lost", number: second!.number, said: "lost", at: new Date(), place: null }]);
    await record(journey(second!.number, Date.now() + 1_000));
    expect((await house.parcels.parcelsOfOrder(input.order_id)).map((parcel) => parcel.state).sort()).toEqual([
      "delivered",
      "lost",
    ]);
    expect(await outbox("post", input.order_id)).toHaveLength(0);
  });

  it("does not believe a carrier about parcels that it was never given", async () => {
    const input = await bulkOrder(house, 1);
    await labelled(house, input);
    const [parcel] = await house.parcels.parcelsOfOrder(input.order_id);
    await record(journey(parcel!.number, Date.now()));
    expect((await house.parcels.parcelsOfOrder(input.order_id))[0]?.state).toBe("labelled");
  });
});

describe("parcels of a carrier that tells nothing", () => {
  const manual = async (count: number) => {
    const given = await handedOver(count);
    await house.database.pool.query(`update parcel set carrier = 'sf' where order_id = $1`, [given.input.order_id]);
    return given;
  };
  const say = (of: ArrivalOf, said: Arrival, more: { cooperative_id?: string; days?: [string, number] } = {}) =>
    house.parcels.arrivals.record({
      ...COOP,
      of,
      said,
      now: new Date("2026-11-20T08:00:00Z"),
      hold_days: new Map(more.days ? [more.days] : []),
      cooperative_id: more.cooperative_id ?? COOP.cooperative_id,
    });
  const reason = async (result: ReturnType<typeof say>) => {
    const answer = await result;
    return answer.ok ? null : answer.refusal.reason;
  };

  it("arrive when a person says so, and then the households' money is due, once, however often it is said", async () => {
    const { input, handover, parcels } = await manual(4);
    const first = { parcel_id: parcels[0]!.id };
    expect(await house.parcels.arrivals.open(handover.id)).toBe(4);
    expect(await say(first, "delivered")).toEqual({ ok: true, value: { moved: 1 } });
    expect(await outbox("post", input.order_id)).toHaveLength(0);
    const all = await Promise.all(
      Array.from({ length: 5 }, () => say({ handover_id: handover.id }, "delivered", { days: [input.order_id, 3] })),
    );
    expect(all.map((answer) => answer.ok && answer.value.moved).sort()).toEqual([0, 0, 0, 0, 3]);
    expect(await say(first, "delivered")).toEqual({ ok: true, value: { moved: 0 } });
    const posts = await outbox("post", input.order_id);
    expect(posts.map((post) => post.due_at.toISOString())).toEqual(["2026-11-23T08:00:00.000Z"]);
    expect(await house.parcels.arrivals.open(handover.id)).toBe(0);
    const told = await house.database.pool.query(
      `select distinct e.source, e.person from parcel_event e join parcel p on p.id = e.parcel_id where p.order_id = $1 and e.state = 'delivered'`,
      [input.order_id],
    );
    expect(told.rows).toEqual([{ source: "house", person: "member_1" }]);
    const page = { cooperative_id: "coop_x", before: { at: "infinity", id: "" }, limit: 50 };
    const acts = (await house.parcels.activity(page)).filter((act) => act.act === "said_delivered");
    expect(acts.map((act) => act.subject).sort()).toEqual([parcels[0]!.number, `${handover.number} × 3`].sort());
    expect(await violations(house)).toEqual(NONE);
  });

  it("are not believed of a carrier that tells by itself, before the handover, or after another end", async () => {
    const { handover, parcels } = await handedOver(1);
    expect(await reason(say({ parcel_id: parcels[0]!.id }, "delivered"))).toBe("carrier_tells");
    expect(await reason(say({ handover_id: handover.id }, "delivered"))).toBe("carrier_tells");
    const here = await bulkOrder(house, 1);
    await labelled(house, here);
    await house.database.pool.query(`update parcel set carrier = 'sf' where order_id = $1`, [here.order_id]);
    const [labelledOne] = await house.parcels.parcelsOfOrder(here.order_id);
    expect(await reason(say({ parcel_id: labelledOne!.id }, "lost"))).toBe("not_handed_over");
    const gone = await manual(1);
    expect(await reason(say({ parcel_id: gone.parcels[0]!.id }, "lost"))).toBeNull();
    expect(await reason(say({ parcel_id: gone.parcels[0]!.id }, "delivered"))).toBe("ended_otherwise");
    expect(await outbox("post", gone.input.order_id)).toHaveLength(0);
    const other = { cooperative_id: "coop_other" };
    expect(await reason(say({ parcel_id: gone.parcels[0]!.id }, "lost", other))).toBe("parcel_not_found");
    expect(await reason(say({ handover_id: gone.handover.id }, "lost", other))).toBe("handover_not_found");
  });
});

describe("booking", () => {
  it("ends when every parcel has its number, keeps the first number, and has one intent a thousand parcels", async () => {
    const { handover, parcels } = await handedOver(1_001);
    const bookings = await house.parcels.bookings.open(handover.id);
    expect(bookings.map((booking) => booking.part)).toEqual([0, 1]);
    const asked = await house.parcels.bookings.parcels(bookings[1]!.id);
    expect(asked).toHaveLength(1);
    expect(await house.parcels.bookings.ask(bookings[1]!.id)).toMatchObject({ asked_before: false });
    expect(await house.parcels.bookings.ask(bookings[1]!.id)).toMatchObject({ asked_before: true, parcels: asked });
    expect((await house.parcels.bookings.open(handover.id))[1]?.asked_at).toBeInstanceOf(Date);
    expect(await house.parcels.bookings.record(bookings[1]!.id, [])).toBe(false);
    expect(
      await house.parcels.bookings.record(bookings[1]!.id, [
        { number: asked[0]!.number, tracking_number: `ST${asked[0]!.number}` },
      ]),
    ).toBe(true);
    expect(
      await house.parcels.bookings.record(bookings[1]!.id, [{ number: asked[0]!.number, tracking_number: "ST-OTHER" }]),
    ).toBe(true);
    const parcel = await house.parcels.parcelByNumber(asked[0]!.number);
    expect(parcel?.tracking_number).toBe(`ST${asked[0]!.number}`);
    expect(await house.parcels.bookings.open(handover.id)).toHaveLength(1);
    expect(parcels).toHaveLength(1_001);
  });
});
