import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { labelFulfilment } from "../../src/lib/fulfilment-labels";
import { tellTracked_ } from "../../src/modules/parcel/fulfilments";
import { bulkOrder, labelled, parcelHouse, type ParcelHouse } from "./house";
import { looksAtParcels, tallyOf } from "./tally-kit";

/** What Medusa is told of a handover costs what the handover has, whatever its order has beside it (docs/adr/0068). */
let house: ParcelHouse;
beforeAll(async () => {
  house = await parcelHouse();
});
afterAll(() => house?.close());

const COOP = { cooperative_id: "coop_x", person: "member_1" };
const { db, explained, idsOf } = tallyOf(() => house);

/** Parcels of an order that left with two handovers, the first with `first` of them, each with a shipped fulfilment in Medusa. */
async function twoHandovers(count: number, first: number) {
  const input = await bulkOrder(house, count);
  await labelled(house, input);
  const { order_id } = input;
  const ids = await idsOf(order_id);
  const parts = [];
  for (const parcel_ids of [ids.slice(0, first), ids.slice(first)]) {
    const signed = await house.parcels.handOver({ ...COOP, parcel_ids });
    if (!signed.ok) throw new Error(signed.refusal.message);
    const handover_id = signed.value.handover.id;
    const fulfillment_id = `ful_${randomUUID()}`;
    await db().query(`insert into fulfillment (id, location_id) values ($1, 'loc_1')`, [fulfillment_id]);
    await db().query(
      `update fulfil_intent set state = 'shipped', fulfillment_id = $1 where order_id = $2 and handover_id = $3`,
      [fulfillment_id, order_id, handover_id],
    );
    await db().query(`update parcel set tracking_number = null where id = any($1)`, [parcel_ids]);
    parts.push({ order_id, handover_id, fulfillment_id, ids: parcel_ids });
  }
  return { order_id, one: parts[0]!, two: parts[1]! };
}

const numbered = (ids: readonly string[]) =>
  db().query(`update parcel set tracking_number = 'T' || number where id = any($1)`, [ids]);

async function labelsOf(fulfillment_id: string): Promise<{ id: string; tracking_number: string }[]> {
  const { rows } = await db().query<{ id: string; tracking_number: string }>(
    `select id, tracking_number from fulfillment_label where fulfillment_id = $1 and deleted_at is null order by tracking_number`,
    [fulfillment_id],
  );
  return rows;
}

async function numbersOf(handover_id: string): Promise<string[]> {
  const { rows } = await db().query<{ tracking_number: string }>(
    `select tracking_number from parcel where handover_id = $1 and tracking_number is not null order by tracking_number`,
    [handover_id],
  );
  return rows.map((one) => one.tracking_number);
}

const messages = async (order_id: string) => {
  const { rows } = await db().query<{ payload: { order_id: string; handover_id?: string } }>(
    `select payload from outbox_message where job = 'fulfil' and payload->>'order_id' = $1`,
    [order_id],
  );
  return rows.map((one) => one.payload);
};

describe("tracking numbers in Medusa", () => {
  it("are those of a handover, each once, however often and by how many at once they are told; only new ones are added", async () => {
    const { one, two } = await twoHandovers(7, 4);
    await numbered([...one.ids.slice(0, 3), ...two.ids]);
    const told = await Promise.all(Array.from({ length: 5 }, () => labelFulfilment(house.knex, one)));
    expect(told.reduce((sum, written) => sum + written, 0)).toBe(3);
    const before = await labelsOf(one.fulfillment_id);
    expect(before.map((label) => label.tracking_number)).toEqual(await numbersOf(one.handover_id));
    expect(await labelsOf(two.fulfillment_id)).toEqual([]);

    await numbered(one.ids.slice(3));
    expect(await labelFulfilment(house.knex, one)).toBe(1);
    expect(await labelFulfilment(house.knex, one)).toBe(0);
    const after = await labelsOf(one.fulfillment_id);
    expect(after).toHaveLength(4);
    expect(after).toEqual(expect.arrayContaining(before));
  });

  it("that were told before under other ids are not told again; what was rolled back was never told; none are told of a cancelled fulfilment", async () => {
    const { one, two } = await twoHandovers(4, 2);
    await numbered([...one.ids, ...two.ids]);
    const [first] = await numbersOf(one.handover_id);
    await db().query(
      `insert into fulfillment_label (id, fulfillment_id, tracking_number, tracking_url, label_url) values ($1, $2, $3, '#', '#')`,
      [`fulla_${randomUUID()}`, one.fulfillment_id, first],
    );
    const tx = await house.knex.transaction();
    expect(await labelFulfilment(tx, one)).toBe(1);
    await tx.rollback();
    expect(await labelsOf(one.fulfillment_id)).toHaveLength(1);
    expect(await labelFulfilment(house.knex, one)).toBe(1);
    expect((await labelsOf(one.fulfillment_id)).map((label) => label.tracking_number)).toEqual(
      await numbersOf(one.handover_id),
    );
    await db().query(`update fulfillment set canceled_at = now() where id = $1`, [two.fulfillment_id]);
    expect(await labelFulfilment(house.knex, two)).toBe(0);
    // Of a handover of another order nothing is written, whatever was mixed up.
    expect(await labelFulfilment(house.knex, { ...one, order_id: "order_of_nobody" })).toBe(0);
  });

  it("that come in are told to the handovers of their parcels alone, once for what brought them", async () => {
    const { order_id, one, two } = await twoHandovers(4, 2);
    const signed = [one, two].map(({ handover_id }) => ({ order_id, handover_id }));
    expect(await messages(order_id)).toEqual(expect.arrayContaining(signed));
    const tell = (ids: readonly string[], cause: string) =>
      house.knex.transaction((tx) => tellTracked_(tx, ids, cause));
    await Promise.all([tell(two.ids, "booking_1"), tell(two.ids, "booking_1")]);
    expect(await messages(order_id)).toHaveLength(3);
    expect((await messages(order_id)).filter((sent) => sent.handover_id === two.handover_id)).toHaveLength(2);
    await tell([one.ids[0]!, two.ids[0]!], "sheet_1");
    expect(await messages(order_id)).toHaveLength(5);
  });

  it("are read of that handover, and whether it has arrived of what is still to come", async () => {
    const { order_id, one, two } = await twoHandovers(60, 5);
    await numbered([...one.ids, ...two.ids]);
    const parcels = await house.parcels.parcelsOfOrder(order_id);
    await house.parcels.recordCarrierEvents({
      message_id: `out_${randomUUID()}`,
      hold_days: new Map(),
      events: parcels
        .filter((parcel) => one.ids.includes(parcel.id))
        .map(({ number }) => ({ event_id: number, number, said: "delivered", at: new Date(), place: null })),
    });
    const known = ({ handover_id, fulfillment_id }: typeof one, delivered: boolean) =>
      expect.objectContaining({ handover_id, fulfillment_id, delivered });
    const of = (handover_id?: string) => house.parcels.fulfilments.news(order_id, handover_id);
    expect(await of(one.handover_id)).toEqual([known(one, true)]);
    expect(await of(two.handover_id)).toEqual([known(two, false)]);
    // Messages of before name no handover: they are about all.
    expect(await of()).toEqual([known(one, true), known(two, false)]);
    await house.parcels.fulfilments.recordDelivered((await of(one.handover_id))[0]!.id);
    expect(await of(one.handover_id)).toEqual([known(one, false)]);

    await db().query("analyze parcel");
    const asked = looksAtParcels(await explained(() => of(two.handover_id)));
    expect(asked.filter((line) => !/using parcel_to_come on parcel .*rows=1(\.00)? /.test(line))).toEqual([]);
    const looked = looksAtParcels(await explained(() => labelFulfilment(house.knex, one)));
    expect(looked).toHaveLength(1);
    expect(looked[0]).toMatch(/using parcel_of_handover on parcel .*rows=5(\.00)? /);
  });
});
