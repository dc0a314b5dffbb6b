import fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { runShort } from "../../src/workflows/pool/short/run";
import { shortHouse, value, type ShortHouse } from "./short-house";
import { broken, picture } from "./short-picture";

/**
 * A short dies between any two of its transactions and is taken up again from what the database says. Dying is an error
 * thrown at the kill point: what was committed stands, what was in memory is gone, as with SIGKILL.
 */
const dies = vi.hoisted(() => ({ at: "" }));
vi.mock("../../src/lib/kill-point", () => ({
  killPoint: (name: string) => {
    if (name !== dies.at) return;
    dies.at = "";
    throw new Error(`killed at ${name}`);
  },
}));

let house: ShortHouse;
beforeAll(async () => {
  house = await shortHouse();
});
afterAll(() => house?.close());
afterEach(() => {
  dies.at = "";
});

/** Everything sold, so that a loss must hurt somebody. */
async function soldOut(): Promise<{ lot: string; order_id: string }> {
  const { rows } = await house.db.query<{ free: string }>("select on_hand - held as free from pool where id = $1", [
    house.pool_id,
  ]);
  if (Number(rows[0]?.free) > 0) await house.order([{ packs: 1, pack_units: Number(rows[0]?.free) }]);
  const lot = await house.lot(5000);
  const { order_id } = await house.order([{ packs: 5, paid: 9999, tax: 777 }]);
  return { lot, order_id };
}

const refunds = async (order_id: string) =>
  (await house.db.query("select 1 from refund_intent where order_id = $1 and state <> 'cancelled'", [order_id]))
    .rowCount;

describe("applying", () => {
  it.each(["short_parcels_withdrawn", "short_applied", "short_refund_promised", "short_planned_anew"])(
    "killed at %s ends as if nothing had happened in between",
    async (point) => {
      const { lot, order_id } = await soldOut();
      const short = await house.enter({ lot_id: lot, units: 1500 });
      dies.at = point;
      await expect(house.apply(short)).rejects.toThrow("killed");
      // Nothing can leave meanwhile with contents that no longer hold.
      const half = await house.parcels.handOver({ cooperative_id: house.cooperative_id, person: "m", order_id });
      if (half.ok) expect(point).toBe("short_planned_anew");
      else expect(["order_not_found", "parcels_not_ready"]).toContain(half.refusal.reason);
      const ended = await runShort(house.container, short.id);
      expect(ended.state).toBe("applied");
      expect(ended.finished_at).not.toBeNull();
      expect(await refunds(order_id)).toBe(1);
      expect(await broken(house)).toEqual([]);
      const jobs = await house.db.query(
        "select 1 from outbox_message where job = 'short' and payload ->> 'short_id' = $1",
        [short.id],
      );
      expect(jobs.rowCount).toBeGreaterThan(0);
    },
  );
});

describe("undoing", () => {
  it.each(["short_undo_withdrawn", "short_undone", "short_refund_cancelled"])(
    "killed at %s puts everything back all the same",
    async (point) => {
      const { lot, order_id } = await soldOut();
      const before = await picture(house);
      const applied = await house.apply(await house.enter({ lot_id: lot, units: 2500 }));
      dies.at = point;
      await expect(house.undo(applied)).rejects.toThrow("killed");
      expect(await runShort(house.container, applied.id)).toMatchObject({ state: "undone" });
      expect(await picture(house)).toEqual(before);
      expect(await refunds(order_id)).toBe(0);
      expect(await broken(house)).toEqual([]);
    },
  );
});

describe("an order for four addressees, of whom the last goes without a pack", () => {
  /** Live parcels of the order with the label on each, by its addressee. */
  async function labels(order_id: string): Promise<Map<string, string>> {
    const { rows } = await house.db.query<{ line: number; said: string }>(
      `select a.line, concat_ws('/', p.id, p.number, p.state, l.sheet_id, l.page, (select sum(n.packs) from parcel_line n where n.parcel_id = p.id)) as said
       from parcel p join addressee a on a.id = p.destination_id left join parcel_label l on l.parcel_id = p.id and l.voided_at is null
       where p.order_id = $1 and p.state <> 'void' order by a.line`,
      [order_id],
    );
    return new Map(rows.map(({ line, said }) => [`王${line - 1}`, said]));
  }

  it.each(["short_applied", "replan_before_store", "replan_lots_exchanged", "replan_stored", "short_planned_anew"])(
    "killed at %s: the others keep number, label and place, one parcel is planned anew; undone, killed there too, all is as it was",
    async (point) => {
      await soldOut();
      const [gone] = [await house.lot(3000), await house.lot(5000)];
      const { order_id } = await house.order([{ packs: 8, paid: 16_000 }], [2, 2, 2, 2]);
      const before = await labels(order_id);
      const whole = await picture(house);
      const short = await house.enter({ lot_id: gone, units: 1000, order_id, kind: "culled", policy: "refund" });
      expect(short.state).toBe("waiting_for_buyer");
      const [question] = await house.pools.shorts.questions.ofShort(short.id);
      value(await house.pools.shorts.questions.answer({ token: question!.token, answer: "accept" }));

      dies.at = point;
      await expect(house.apply(short)).rejects.toThrow("killed");
      expect(await runShort(house.container, short.id)).toMatchObject({ state: "applied" });
      await house.label(order_id);
      const after = await labels(order_id);
      expect([...after.keys()]).toEqual([...before.keys()]);
      for (const name of ["王0", "王1", "王2"]) expect(after.get(name)).toBe(before.get(name));
      expect(after.get("王3")).toMatch(/labelled.*\/1$/);
      expect(await refunds(order_id)).toBe(1);
      expect(await broken(house)).toEqual([]);

      if (point !== "short_applied") dies.at = point === "short_planned_anew" ? "short_undone" : point;
      if (dies.at === "") await house.undo(short);
      else {
        await expect(house.undo(short)).rejects.toThrow("killed");
        await runShort(house.container, short.id);
      }
      await house.label(order_id);
      expect(await picture(house)).toEqual(whole);
      const back = await labels(order_id);
      for (const name of ["王0", "王1", "王2"]) expect(back.get(name)).toBe(before.get(name));
      expect(await refunds(order_id)).toBe(0);
      expect(await broken(house)).toEqual([]);
    },
  );
});

describe("closing", () => {
  it("killed after the refund was sent on its way sends it once", async () => {
    const { lot, order_id } = await soldOut();
    const applied = await house.apply(await house.enter({ lot_id: lot, units: 500 }));
    await house.pools.shorts.close([applied.id]);
    dies.at = "short_refund_released";
    await expect(runShort(house.container, applied.id)).rejects.toThrow("killed");
    expect(await runShort(house.container, applied.id)).toMatchObject({ state: "closed" });
    const { rows } = await house.db.query<{ id: string }>("select id from refund_intent where order_id = $1", [
      order_id,
    ]);
    const sent = await house.db.query(
      "select 1 from outbox_message where job = 'refund' and payload ->> 'refund_intent_id' = $1",
      [rows[0]?.id],
    );
    expect(sent.rowCount).toBe(1);
  });
});

it("after any sequence of shorts, undone or not: left + short = ordered, refunds + kept = captured, all invariants hold", async () => {
  const act = fc.record({
    loss: fc.integer({ min: 100, max: 2600 }),
    undo: fc.boolean(),
    lot: fc.nat(2),
    restock: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(act, { minLength: 1, maxLength: 5 }),
      // Also goods that are cheaper than the box they travel in.
      fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 300, max: 9_999 })),
      async (acts, paid) => {
        const lots = [await house.lot(2600), await house.lot(2600), await house.lot(2800)];
        const orders = [
          await house.order([
            { packs: 3, paid: paid * 3 + 1, tax: paid },
            { packs: 1, paid },
          ]),
          await house.order([{ packs: 4, paid: paid * 4 + 2 }]),
        ];
        for (const { loss, undo, lot, restock } of acts) {
          const short = await house.enter({ lot_id: lots[lot]!, units: loss, restock }).catch(() => undefined);
          if (!short) continue;
          const before = await picture(house);
          const applied = await house.apply(short);
          expect(applied.state).toBe("applied");
          if (undo) {
            expect((await house.undo(applied)).state).toBe("undone");
            expect(await picture(house)).toEqual(before);
          }
        }
        for (const { order_id, lines } of orders) {
          const given = await house.pools.allocationsOfOrder(order_id);
          const short = await house.pools.shorts.ofOrder(order_id);
          lines.forEach((line, index) => {
            const ordered = (order_id === orders[1]!.order_id ? 4 : index === 0 ? 3 : 1) * 1000;
            const units = given.filter((a) => a.order_line_id === line).reduce((sum, a) => sum + a.units, 0);
            const packs = short.filter((s) => s.order_line_id === line).reduce((sum, s) => sum + s.packs, 0);
            expect(units + packs * 1000).toBe(ordered);
          });
          const posted = await house.settlement.postSale({
            order_id,
            allocations: given,
            freight: await house.parcels.freightOfOrder(order_id),
          });
          expect(posted.ok ? "" : posted.refusal.message).toBe("");
        }
        expect(await broken(house)).toEqual([]);
      },
    ),
    { numRuns: 8 },
  );
});
