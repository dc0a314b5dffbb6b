import fc from "fast-check";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import type { PlanOrderInput } from "../../src/modules/parcel/plan";
import type { Touch, TouchQuestion } from "../../src/modules/parcel/touch";
import { bulkOrder, givenOrder, labelled, NONE, parcelHouse, violations, type ParcelHouse } from "./house";
import { anew, hit, live, withdrawn, write, type Hit } from "./part-kit";

/**
 * A short that nothing replaces takes packs from a few addressees of an order: their parcels are planned anew, those of all others
 * keep number, label and place, also where the lot in them is gone and another fills in. Dying is an error thrown at the kill point.
 */
const dies = vi.hoisted(() => ({ at: "" }));
vi.mock("../../src/lib/kill-point", () => ({
  killPoint: (name: string) => {
    if (name !== dies.at) return;
    dies.at = "";
    throw new Error(`killed at ${name}`);
  },
}));

let house: ParcelHouse;
beforeAll(async () => {
  house = await parcelHouse();
});
afterAll(() => house?.close());
afterEach(() => {
  dies.at = "";
});

async function planAnew(input: PlanOrderInput, cause: string, change: Hit) {
  return house.parcels.replans.plan(await anew(house, input, cause, change));
}

const packed = async (ids: readonly string[]) => {
  await house.database.pool.query("update parcel set state = 'packed' where id = any($1)", [ids]);
  await house.database.pool.query(
    "insert into parcel_event (parcel_id, source, event_id, state, at, moved) select id, 'house', 'packed', 'packed', now(), true from unnest($1::text[]) as t (id)",
    [ids],
  );
};

const withdraw = (cause: string, { question }: Hit, decided: Touch | undefined) =>
  withdrawn(house, cause, question, decided);
const touch = (question: TouchQuestion) => house.parcels.touches.of(question);

it("of a thousand addressees three go without a pack: nothing of the others is written, only new labels are printed", async () => {
  const input = await bulkOrder(house, 1_000, 2);
  await labelled(house, input);
  const before = await live(house, input.order_id);
  const three = { dest_17: 1, dest_500: 1, dest_998: 1 };
  const change = hit(input, { order_line_id: input.allocations[0]!.order_line_id, lot: 3, drops: three });
  const decided = await touch(change.question);
  expect(decided?.loads.map((load) => load.destination_id)).toEqual(Object.keys(three));

  const cause = `short_${input.order_id}:apply:1`;
  expect(await withdraw(cause, change, decided)).toMatchObject({ ok: true });
  // Nothing can be packed or leave with goods that are gone.
  const [parcel_id] = [...before.keys()];
  const there = { parcel_id: parcel_id!, cooperative_id: "coop_x", person: "m" };
  const { order_line_id } = input.allocations[0]!;
  expect(await house.parcels.packing.tick({ ...there, by: { order_line_id } })).toMatchObject({
    ok: false,
    refusal: { reason: "not_to_pack" },
  });
  const kept_id = [...(await live(house, input.order_id)).keys()][0]!;
  expect(await house.parcels.handOver({ cooperative_id: "coop_x", person: "m", parcel_ids: [kept_id] })).toMatchObject({
    ok: false,
    refusal: { reason: "parcels_not_ready" },
  });
  await write(house, change, input.allocations);
  // Killed between the exchange of lots and the new parcels: nothing of it was written.
  dies.at = "replan_lots_exchanged";
  await expect(planAnew(input, cause, change)).rejects.toThrow("killed");
  expect(await withdraw(cause, change, decided)).toMatchObject({ ok: true });
  expect(await planAnew(input, cause, change)).toMatchObject({ ok: true, value: { planned: true, parcels: 3 } });
  expect(await planAnew(input, cause, change)).toMatchObject({ ok: true, value: { planned: false } });

  const after = await live(house, input.order_id);
  expect(after.size).toBe(1_000);
  const anew = [...after].filter(([id]) => !before.has(id));
  expect(anew.map(([, said]) => said.split("|")[3]).sort()).toEqual(Object.keys(three).sort());
  expect([...before].filter(([id, said]) => after.get(id) !== said)).toHaveLength(3);
  const { rows } = await house.database.pool.query(
    "select payload from outbox_message where job = 'print-labels' and payload->>'order_id' = $1 and dedup_key like '%:v2'",
    [input.order_id],
  );
  expect(rows).toEqual([{ payload: { order_id: input.order_id, only_new: true } }]);
  expect(await violations(house)).toEqual(NONE);
});

it("what was packed between looking and taking is seen: nothing is changed", async () => {
  const input = await bulkOrder(house, 12);
  await labelled(house, input);
  const change = hit(input, { order_line_id: input.allocations[0]!.order_line_id, lot: 0, drops: { dest_11: 1 } });
  const decided = await touch(change.question);
  await packed([...(await live(house, input.order_id)).keys()]);
  const before = await live(house, input.order_id);
  expect(await withdraw("short_seen", change, decided)).toMatchObject({ ok: false, refusal: { reason: "stale" } });
  expect(await live(house, input.order_id)).toEqual(before);
  expect(await violations(house)).toEqual(NONE);
});

it("any order, any loss, any boxes packed: parcels of others stay as they were and everything promised is in a parcel once", async () => {
  const pools = ["walnut", "tea"];
  const line = fc.record({
    destinations: fc.array(fc.record({ walnut: fc.integer({ min: 1, max: 4 }), tea: fc.integer({ min: 0, max: 3 }) }), {
      minLength: 2,
      maxLength: 7,
    }),
    lots: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
    lot: fc.nat(5),
    without: fc.array(fc.nat(6), { minLength: 1, maxLength: 2 }),
    packed: fc.array(fc.nat(6), { maxLength: 3 }),
  });
  let run = 0;
  let [in_part, exchanged] = [0, 0];
  await fc.assert(
    fc.asyncProperty(line, async ({ destinations, lots, lot, without, packed: boxes }) => {
      const tag = `${Date.now()}_${run++}`;
      const of = (kind: "walnut" | "tea") => destinations.reduce((sum, one) => sum + one[kind], 0) * 1_000;
      const shares = (kind: string, units: number) => {
        const whole = lots.reduce((sum, part) => sum + part, 0);
        const cut = lots.map((part) => Math.floor((units * part) / whole));
        cut[0]! += units - cut.reduce((sum, part) => sum + part, 0);
        return cut
          .map((given, at) => ({ lot_id: `lot_${kind}_${tag}_${at}`, units: given }))
          .filter((one) => one.units > 0);
      };
      const input = await givenOrder(house, {
        lines: pools
          .filter((kind) => of(kind as "tea") > 0)
          .map((kind) => ({
            order_line_id: `line_${kind}_${tag}`,
            cooperative_id: "coop_x",
            pool_id: `pool_${kind}_${tag}`,
            pack_g: 1_000,
            pack_units: 1_000,
            blendable: true,
            lots: shares(kind, of(kind as "tea")),
          })),
        packs: destinations.map((one) => ({ [`line_walnut_${tag}`]: one.walnut, [`line_tea_${tag}`]: one.tea })),
      });
      await labelled(house, input);
      const all = [...(await live(house, input.order_id)).keys()].sort();
      await packed([...new Set(boxes.map((at) => all[at % all.length]!))]);
      const before = await live(house, input.order_id);
      const { rows: holders } = await house.database.pool.query<{ parcel_id: string; lot_id: string }>(
        "select c.parcel_id, c.lot_id from parcel p join parcel_content c on c.parcel_id = p.id where p.order_id = $1 and p.state <> 'void'",
        [input.order_id],
      );
      const drops = Object.fromEntries(without.map((at) => [`dest_${at % destinations.length}`, 1]));
      const change = hit(input, { order_line_id: `line_walnut_${tag}`, lot, drops });
      const decided = await touch(change.question);
      expect(await withdraw(`short_${tag}`, change, decided)).toMatchObject({ ok: true });
      await write(house, change, input.allocations);
      expect(await planAnew(input, `short_${tag}`, change)).toMatchObject({ ok: true, value: { planned: true } });
      const after = await live(house, input.order_id);
      const touched = new Set(
        decided?.loads.map((load) => load.destination_id) ?? destinations.map((_, at) => `dest_${at}`),
      );
      for (const [id, said] of before) {
        if (touched.has(said.split("|")[3]!)) expect(after.has(id)).toBe(false);
        else expect(after.get(id)).toBe(said);
      }
      expect(await violations(house)).toEqual(NONE);
      if (decided) in_part++;
      const gone = change.question.reduced.map((one) => one.lot_id);
      const held = new Set(holders.filter((one) => gone.includes(one.lot_id)).map((one) => one.parcel_id));
      if ([...before].some(([id, said]) => held.has(id) && after.get(id) === said)) exchanged++;
    }),
    { numRuns: 25 },
  );
  // The dangerous ways were gone at all.
  expect(in_part).toBeGreaterThan(5);
  expect(exchanged).toBeGreaterThan(2);
});
