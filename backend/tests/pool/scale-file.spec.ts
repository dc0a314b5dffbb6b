import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { planScaleFile, type ScaleFileFacts } from "../../src/modules/pool/plan-scale-file";
import { readScaleFile } from "../../src/modules/pool/scale-file-read";
import type { PoolRow } from "../../src/modules/pool/types";
import { broken, count, givenPool, TODAY, weighInHouse, type WeighInHouse } from "./weigh-in-house";

let house: WeighInHouse;
beforeAll(async () => {
  house = await weighInHouse();
});
afterAll(() => house?.close());

const CARDS = Array.from({ length: 500 }, (_, index) => `WD${String(index + 1).padStart(4, "0")}`);

async function factsFor(pool: PoolRow, text: string): Promise<ScaleFileFacts> {
  const households = CARDS.map((card) => {
    const of = {
      household_id: `household_${card}`,
      active: card !== "WD0500",
      village_id: pool.origin_id,
      region_id: "region",
    };
    return [card, of] as const;
  });
  return {
    cooperative_id: pool.cooperative_id,
    today: TODAY,
    households: new Map(households),
    pools: await house.pools.poolsOfCooperative(pool.cooperative_id),
    scales: new Map([["big", 100_000]]),
    rules: new Map([[TODAY, await house.pools.deductionRules.inForce(pool.cooperative_id, TODAY)]]),
    prices: new Map([[TODAY, await house.pools.dayPrices.ofDay(pool.cooperative_id, TODAY)]]),
    headings: readScaleFile(text).headings,
  };
}

/** What the workflow does with a file, without the modules that only tell it names. */
async function send(pool: PoolRow, text: string) {
  const read = readScaleFile(text);
  const { planned, faults } = planScaleFile(read.rows, await factsFor(pool, text));
  const all = [...read.faults, ...faults];
  const standing = await house.pools.scaleFiles.standing(planned.map((row) => row.key));
  const rows = planned.filter((row) => !standing.has(row.key));
  if (all.length > 0 || rows.length === 0) return { faults: all, lots: 0 };
  const sha256 = createHash("sha256").update(text).digest("hex");
  const taken = await house.pools.scaleFiles.take({
    cooperative_id: pool.cooperative_id,
    name: "scale.csv",
    sha256,
    person: "member_weigher",
    rows,
  });
  return { faults: all, lots: taken.lots };
}

/** Above the 20,000 rows of one statement. */
const TAKEN = 20_500;
const HEAD = "card,produce,grade,gross_kg,tare_kg,day,ref";

describe("a scale's file", () => {
  it("is taken in whole: lots, deductions, movements, the pool, a receipt each", async () => {
    const pool = await givenPool(house);
    const rule = { kind: "moisture", method: "dry_matter", base_bp: 800, limit_bp: 1_500 } as const;
    await house.pools.deductionRules.enter({ ...pool, rule, from_day: "2026-11-01", person: "member_manager" });
    const text = `\uFEFF卡号,品种,等级,毛重公斤,皮重公斤,采收日期,水分%,单号\r\nwd 0001,核桃,一级,100.5,0.5,2026/11/8,12.6,17\r\n\r\nWD0002,walnut,1,"20,5",0.5,2026-11-19,,18\r\n`;
    expect(await send(pool, text)).toEqual({ faults: [], lots: 2 });
    const lots = await house.db.query(
      `select units::int, gross_g::int, harvested_on::text from lot where pool_id = $1 order by units desc`,
      [pool.id],
    );
    expect(lots.rows).toEqual([
      { units: 95_000, gross_g: 100_500, harvested_on: "2026-11-08" },
      { units: 20_000, gross_g: 20_500, harvested_on: "2026-11-19" },
    ]);
    expect(
      await count(
        house,
        `select count(*) from outbox_message m join lot l on l.id = m.payload->>'lot_id' where m.job = 'receipt' and l.pool_id = $1`,
        [pool.id],
      ),
    ).toBe(2);
    expect(await broken(house)).toEqual([]);
  });

  it("sent again, or with lines added, brings nothing twice; with the scale's numbers or without", async () => {
    for (const head of [HEAD, "card,produce,grade,gross_kg,tare_kg,day"]) {
      const pool = await givenPool(house);
      const ref = (n: number) => (head === HEAD ? `,${n}` : "");
      const line = (n: number) => `WD0001,walnut,1,20,0.5,2026-11-19${ref(n)}`;
      const file = (lines: number) => [head, ...Array.from({ length: lines }, (_, n) => line(n))].join("\n");
      expect((await send(pool, file(3))).lots).toBe(3);
      expect((await send(pool, file(3))).lots).toBe(0);
      expect((await send(pool, `${file(5)}\n`)).lots).toBe(2);
      expect(await count(house, `select on_hand as count from pool where id = $1`, [pool.id])).toBe(5 * 19_500);
    }
  });

  it("with a fault is not taken at all, and each fault has its line, its column, and what to do", async () => {
    const pool = await givenPool(house);
    const text = [
      HEAD,
      "WD0001,walnut,1,20,0.5,2026-11-19,1",
      "12,walnut,1,20,0.5,2026-11-19,2",
      "WD9999,walnut,1,20,0.5,2026-11-19,3",
      "WD0500,walnut,1,20,0.5,2026-11-19,4",
      "WD0001,gold,1,20,0.5,2026-11-19,5",
      "WD0001,walnut,2,20,0.5,2026-11-19,6",
      "WD0001,walnut,1,20,21,2026-11-19,7",
      "WD0001,walnut,1,1.2345,0.5,2026-11-19,8",
      "WD0001,walnut,1,20,0.5,2026-11-31,9",
      "WD0001,walnut,1,20,0.5,2026-11-21,10",
      "WD0001,walnut,1,4000,0.5,2026-11-19,11",
      "WD0001,walnut,1,,0.5,2026-11-19,12",
    ].join("\n");
    const { faults, lots } = await send(pool, text);
    expect(lots).toBe(0);
    expect(faults.sort((a, b) => a.line - b.line).map((fault) => [fault.line, fault.column])).toEqual([
      [3, "card"],
      [4, "card"],
      [5, "card"],
      [6, "produce"],
      [7, "grade"],
      [8, "tare_kg"],
      [9, "gross_kg"],
      [10, "day"],
      [11, "day"],
      [12, "gross_kg"],
      [13, "gross_kg"],
    ]);
    for (const fault of faults) expect(fault.message).toMatch(/\S+ \S+.*\.$/);
    expect(await count(house, `select count(*) from lot where pool_id = $1`, [pool.id])).toBe(0);
  });

  it("says which headings it misses or does not know", () => {
    expect(
      readScaleFile("card,produce,gross,day\nWD0001,walnut,20,2026-11-19").faults.map((fault) => [
        fault.line,
        fault.column,
      ]),
    ).toEqual([
      [1, "gross"],
      [1, "grade"],
    ]);
    expect(readScaleFile("card,produce,grade,day,gross_kg,gross_g").faults[0]?.message).toContain("twice");
    expect(readScaleFile(`${HEAD}\n\n`).faults[0]?.message).toContain("no lines");
  });

  it("of 100,000 lines with three wrong ones is answered in seconds; a mended one is taken set by set", async () => {
    const pool = await givenPool(house);
    const line = (n: number) => `${CARDS[n % 499]},walnut,1,${20 + (n % 30)}.5,0.5,2026-11-19,${n}`;
    const lines = Array.from({ length: 100_000 }, (_, n) => line(n));
    const wrong = [...lines];
    wrong[7] = wrong[7]!.replace("WD", "W");
    wrong[50_000] = wrong[50_000]!.replace("2026-11-19", "2026-13-19");
    wrong[99_999] = wrong[99_999]!.replace(",0.5,", ",99,");
    const began = process.cpuUsage();
    const looked = await send(pool, [HEAD, ...wrong].join("\n"));
    const { user, system } = process.cpuUsage(began);
    expect(looked.faults.map((fault) => [fault.line, fault.column])).toEqual([
      [9, "card"],
      [50_002, "day"],
      [100_001, "tare_kg"],
    ]);
    // Some 2 s of processor time, with the look-up of the keys.
    expect((user + system) / 1_000_000).toBeLessThan(15);
    // Enough rows for two statements: what one part took, the next may not take again.
    expect((await send(pool, [HEAD, ...lines.slice(0, TAKEN)].join("\n"))).lots).toBe(TAKEN);
    expect(await count(house, `select count(*) from lot where pool_id = $1`, [pool.id])).toBe(TAKEN);
    expect(await broken(house)).toEqual([]);
  });
});
