import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  AT,
  day,
  expectInvariants,
  givenBy,
  givenLot,
  givenOrder,
  givenPool,
  newId,
  poolKit,
  type PoolKit,
} from "./allocation-kit";

let kit: PoolKit;
beforeAll(async () => {
  kit = await poolKit();
});
afterAll(() => kit.close());

/** An order of `packs` packs of 500 g, filled by lot a alone; lot b waits. */
async function filledByA(packs = 10) {
  const pool_id = await givenPool(kit, { rule: "fefo" });
  const a = await givenLot(kit, pool_id, "ha", packs * 500, { best_before: day(6) });
  const b = await givenLot(kit, pool_id, "hb", 50_000, { best_before: day(371) });
  const order = await givenOrder(kit, pool_id, packs * 500);
  return { pool_id, a, b, packs, ...order };
}
type Filled = Awaited<ReturnType<typeof filledByA>>;

const swapOf = (given: Filled, units: number, more: object = {}) => ({
  ...AT,
  order_id: given.order_id,
  order_line_id: given.order_line_id,
  from_lot_id: given.a,
  to_lot_id: given.b,
  units,
  reason: "the sacks of lot a got wet",
  person: "packer",
  idempotency_key: newId("form"),
  ...more,
});

/** Two parcels, the packs shared between them. */
async function plan(given: Filled): Promise<string[]> {
  const planned = await kit.parcels.plans.planOrder({
    message_id: newId("out"),
    order_id: given.order_id,
    currency: "cny",
    destinations: [1, 2].map((number) => ({
      id: `dest_${number}`,
      name: "n",
      phone: "1",
      province_code: "44",
      address: "a",
      items: [
        {
          order_line_id: given.order_line_id,
          title: "walnuts",
          packs: given.packs / 2,
          pack_g: 500,
          cooperative_id: AT.cooperative_id,
        },
      ],
    })),
    allocations: await kit.pools.allocationsOfOrder(given.order_id),
  });
  if (!planned.ok) throw new Error(planned.refusal.message);
  return (await kit.parcels.parcelsOfOrder(given.order_id)).map((parcel) => parcel.id);
}

/** As the label job and the packer do: the state, and the step that led to it. */
async function setState(ids: readonly string[], state: string): Promise<void> {
  await kit.db.query(`update parcel set state = $2 where id = any($1)`, [ids, state]);
  await kit.db.query(
    `insert into parcel_event (parcel_id, source, event_id, state, at, moved) select id, 'test', $2, $2, now(), true from unnest($1::text[]) as p (id)`,
    [ids, state],
  );
}

/** What the job does: the parcels follow, or the swap goes back. */
async function refit(swap_id: string): Promise<boolean> {
  const swap = await kit.pools.swaps.byId(swap_id);
  if (!swap) throw new Error("no such swap");
  const refitted = await kit.parcels.refits.refit(swap.order_id, await kit.pools.allocationsOfOrder(swap.order_id));
  if (!refitted.ok) await kit.pools.swaps.undo(swap_id);
  return refitted.ok;
}

async function swapped(input: ReturnType<typeof swapOf>): Promise<string> {
  const swap = await kit.pools.swaps.swap(input);
  if (!swap.ok) throw new Error(swap.refusal.message);
  return swap.value.id;
}

const expectBooks = async (given: Filled): Promise<void> => {
  await expectInvariants(kit);
  const sum = Object.values(await givenBy(kit, given.order_id)).reduce((all, units) => all + units, 0);
  expect(sum).toBe(given.packs * 500);
};

describe("staff put one lot in the place of another", () => {
  test("in part or whole: the line stays filled, the lots' sums too, and both households read why", async () => {
    const given = await filledByA();
    await swapped(swapOf(given, 2_000));
    expect(await givenBy(kit, given.order_id)).toEqual({ ha: 3_000, hb: 2_000 });
    await swapped(swapOf(given, 3_000, { reason: "换成干的" }));
    expect(await givenBy(kit, given.order_id)).toEqual({ hb: 5_000 });
    await expectBooks(given);

    const reasons = await kit.pools.allocationViews.reasonsOfLots([given.a, given.b]);
    const a = reasons.find((reason) => reason.lot_id === given.a);
    expect(a?.why.en).toContain("expire first");
    expect(a?.swaps.map((text) => text.en)).toEqual([
      "The cooperative took 2 kg of this out again and put another lot in its place; its reason: the sacks of lot a got wet.",
      "The cooperative took 3 kg of this out again and put another lot in its place; its reason: 换成干的.",
    ]);
    const b = reasons.find((reason) => reason.lot_id === given.b);
    expect(b?.why.zh).toBe("合作社换入本批次2公斤（4斤），代替另一批次；原因：the sacks of lot a got wet。");
    expect(b?.swaps).toHaveLength(1);
    // And back again: the released allocation comes alive.
    await swapped(swapOf(given, 1_500, { from_lot_id: given.b, to_lot_id: given.a }));
    expect(await givenBy(kit, given.order_id)).toEqual({ ha: 1_500, hb: 3_500 });
    await expectBooks(given);
  });

  test("sent twice it is one swap; the same form with another amount is refused; many at once never pass what is there", async () => {
    const given = await filledByA();
    const form = swapOf(given, 1_000);
    const answers = await Promise.all(Array.from({ length: 5 }, () => kit.pools.swaps.swap(form)));
    expect(new Set(answers.map((one) => (one.ok ? one.value.id : one.refusal.reason))).size).toBe(1);
    expect(await kit.pools.swaps.swap({ ...form, units: 500 })).toMatchObject({
      refusal: { reason: "idempotency_conflict" },
    });
    const rush = await Promise.all(Array.from({ length: 10 }, () => kit.pools.swaps.swap(swapOf(given, 1_000))));
    expect(rush.filter((one) => one.ok)).toHaveLength(4);
    expect(await givenBy(kit, given.order_id)).toEqual({ hb: 5_000 });
    await expectBooks(given);
  });

  test.each<[string, (given: Filled) => object, string]>([
    ["another cooperative's order", () => ({ cooperative_id: "coop_2" }), "allocation_not_found"],
    [
      "a lot that gives nothing to it",
      (given) => ({ from_lot_id: given.b, to_lot_id: given.a }),
      "allocation_not_found",
    ],
    ["a lot of nowhere", () => ({ to_lot_id: "lot_nowhere" }), "lot_not_found"],
    ["the same lot", (given) => ({ to_lot_id: given.a }), "same_lot"],
    ["more than the lot gives", () => ({ units: 5_001 }), "more_than_allocated"],
    ["nothing", () => ({ units: 0 }), "invalid_units"],
    ["goods past their day", () => ({ today: day(402) }), "lot_expired"],
  ])("refuses %s, and changes nothing", async (_, more, reason) => {
    const given = await filledByA();
    expect(await kit.pools.swaps.swap(swapOf(given, 500, more(given)))).toMatchObject({
      ok: false,
      refusal: { reason },
    });
    expect(await givenBy(kit, given.order_id)).toEqual({ ha: 5_000 });
  });

  test("refuses a lot of another pool, what another order was promised, and half packs", async () => {
    const given = await filledByA();
    const elsewhere = await filledByA();
    expect(await kit.pools.swaps.swap(swapOf(given, 500, { to_lot_id: elsewhere.b }))).toMatchObject({
      refusal: { reason: "lot_not_found" },
    });
    await givenOrder(kit, given.pool_id, 49_600);
    expect(await kit.pools.swaps.swap(swapOf(given, 500))).toMatchObject({ refusal: { reason: "not_enough_free" } });
    expect(await kit.pools.swaps.swap(swapOf(given, 400))).toMatchObject({ ok: true });

    const pool_id = await givenPool(kit, { blendable: false, pack_units: 500 });
    const [a, b] = [await givenLot(kit, pool_id, "ha", 1_000), await givenLot(kit, pool_id, "hb", 1_000)];
    const order = await givenOrder(kit, pool_id, 1_000);
    const packs = { ...swapOf({ ...given, ...order, a, b }, 250) };
    expect(await kit.pools.swaps.swap(packs)).toMatchObject({ refusal: { reason: "not_whole_packs" } });
    await expectInvariants(kit);
  });

  test("a recalled lot is neither put in nor taken out: the recall settles it", async () => {
    const given = await filledByA();
    const block = (lot: string, is: boolean) =>
      kit.db.query(`update lot set blocked_at = case when $2 then now() end where id = $1`, [lot, is]);
    await block(given.b, true);
    expect(await kit.pools.swaps.swap(swapOf(given, 500))).toMatchObject({
      refusal: { reason: "lot_recalled", field: "to_lot_id" },
    });
    const candidates = await kit.pools.allocationViews.candidates([given.pool_id], AT.today);
    expect(candidates.map((lot) => lot.lot_id)).not.toContain(given.b);
    await block(given.b, false);
    await block(given.a, true);
    expect(await kit.pools.swaps.swap(swapOf(given, 500))).toMatchObject({
      refusal: { reason: "lot_recalled", field: "from_lot_id" },
    });
    await block(given.a, false);
  });

  test("a swap is never changed or taken out of the books", async () => {
    const given = await filledByA();
    const id = await swapped(swapOf(given, 500));
    await expect(kit.db.query(`update allocation_swap set reason = 'x' where id = $1`, [id])).rejects.toThrow(
      "append-only",
    );
    await expect(kit.db.query(`delete from allocation_swap where id = $1`, [id])).rejects.toThrow("append-only");
  });
});

describe("the parcels follow a swap", () => {
  test("when they are planned or labelled; once, however often the job runs", async () => {
    const given = await filledByA();
    const parcels = await plan(given);
    await setState(parcels, "labelled");
    const id = await swapped(swapOf(given, 3_000));
    expect([await refit(id), await refit(id)]).toEqual([true, true]);
    const contents = (await kit.parcels.parcelsOfOrder(given.order_id)).flatMap((parcel) => parcel.contents);
    const inside = (lot: string) =>
      contents.filter((content) => content.lot_id === lot).reduce((sum, content) => sum + content.units, 0);
    expect([inside(given.a), inside(given.b)]).toEqual([2_000, 3_000]);
    await expectBooks(given);
  });

  test("what is packed stays: only the open parcel changes", async () => {
    const given = await filledByA();
    const [packed = "", open = ""] = await plan(given);
    await setState([packed, open], "labelled");
    await setState([packed], "packed");
    expect(await kit.parcels.refits.openUnits(given.order_id, given.order_line_id, given.a)).toBe(2_500);
    expect(await refit(await swapped(swapOf(given, 2_500)))).toBe(true);
    const parcels = await kit.parcels.parcelsOfOrder(given.order_id);
    const lotsIn = (id: string) =>
      parcels.find((parcel) => parcel.id === id)?.contents.map((content) => content.lot_id);
    expect([lotsIn(packed), lotsIn(open)]).toEqual([[given.a], [given.b]]);
    await expectBooks(given);
  });

  test("when all was packed in between, the swap goes back, once, and says so to both households", async () => {
    const given = await filledByA();
    const parcels = await plan(given);
    const id = await swapped(swapOf(given, 5_000));
    await setState(parcels, "labelled");
    await setState(parcels, "packed");
    expect(await refit(id)).toBe(false);
    expect(await kit.pools.swaps.undo(id)).toBe(false);
    expect(await givenBy(kit, given.order_id)).toEqual({ ha: 5_000 });
    const [undo] = (await kit.pools.swaps.ofOrder(given.order_id)).filter((swap) => swap.undoes === id);
    expect(undo?.person).toBe("system");
    await expectBooks(given);
  });

  test("made before the parcels are planned, the plan holds the new lot", async () => {
    const given = await filledByA();
    const stale = await kit.pools.allocationsOfOrder(given.order_id);
    const id = await swapped(swapOf(given, 2_000));
    // No parcels yet: nothing to do. Then a plan is written that was begun before the swap.
    expect(await refit(id)).toBe(true);
    await kit.parcels.plans.planOrder({
      message_id: newId("out"),
      order_id: given.order_id,
      currency: "cny",
      destinations: [
        {
          id: "dest",
          name: "n",
          phone: "1",
          province_code: "44",
          address: "a",
          items: [
            {
              order_line_id: given.order_line_id,
              title: "t",
              packs: 10,
              pack_g: 500,
              cooperative_id: AT.cooperative_id,
            },
          ],
        },
      ],
      allocations: stale,
    });
    // The planning job looks again when its plan is written.
    const again = await kit.parcels.refits.refit(given.order_id, await kit.pools.allocationsOfOrder(given.order_id));
    expect(again).toMatchObject({ ok: true });
    await expectBooks(given);
  });
});
