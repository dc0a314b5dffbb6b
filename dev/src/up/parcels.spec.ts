import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { at } from "../../up/paths.mjs";

interface Answer {
  code: number;
  out: string;
  err: string;
}

interface Plan {
  parcels: number;
  patterns: {
    count: number;
    items: Record<string, number>;
    weight_g: number;
    carton: string | null;
    cost_minor: number;
  }[];
  lower_bound: number;
  cost_lower_bound_minor?: number;
  lines?: number;
  lot_lines?: { parcel: number; kind: string; lot: string; count: number }[];
  ms: number;
}

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(path.join(tmpdir(), "commonlot-parcels-"))));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function plan(input: unknown, ...flags: string[]): Promise<Answer> {
  await writeFile(path.join(folder, "load.json"), typeof input === "string" ? input : JSON.stringify(input));
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [at("dev/up.mjs"), "parcels", "plan", "load.json", ...flags],
      { cwd: folder, env: { ...process.env, INIT_CWD: folder }, maxBuffer: 64 * 1024 * 1024 },
      (error, out, err) => resolve({ code: typeof error?.code === "number" ? error.code : error ? -1 : 0, out, err }),
    );
  });
}

const items = [
  { kind: "walnut 2.5 kg", weight_g: 2_500, count: 1_000_003 },
  { kind: "egg", weight_g: 1_800, count: 700_001 },
  { kind: "honey", weight_g: 1_050, count: 333_337 },
];

test("millions of packs: every pack in a parcel, no parcel over its limit, at most one above the bound", async () => {
  const { code, out } = await plan({ capacity_g: 20_000, items, seed: 7, limit_ms: 10_000 });
  expect(code).toBe(0);
  const said = JSON.parse(out) as Plan;
  expect(Object.keys(said)).toEqual(["parcels", "patterns", "lower_bound", "ms"]);
  for (const { kind, count } of items) {
    expect(said.patterns.reduce((sum, pattern) => sum + (pattern.items[kind] ?? 0) * pattern.count, 0)).toBe(count);
  }
  for (const pattern of said.patterns) {
    const weight_g = items.reduce((sum, item) => sum + item.weight_g * (pattern.items[item.kind] ?? 0), 0);
    expect(pattern).toMatchObject({ weight_g, carton: null, cost_minor: 0 });
    expect(weight_g).toBeLessThanOrEqual(20_000);
  }
  expect(said.patterns.reduce((sum, pattern) => sum + pattern.count, 0)).toBe(said.parcels);
  expect(said.parcels - said.lower_bound).toBeLessThanOrEqual(1);
  expect(said.ms).toBeGreaterThan(0);
});

test("with a carton, a rate card and lots: the cost, its bound, and every line on request", async () => {
  const few = items.map((item) => ({ ...item, count: Math.floor(item.count / 1_000) }));
  const lots = few.flatMap(({ kind, count }) => [
    { lot: "wang", kind, count: 100, best_before: "2026-12-01" },
    { lot: "li", kind, count: count - 100 },
  ]);
  const input = {
    capacity_g: 20_000,
    cartons: [{ code: "L", tare_g: 420, max_weight_g: 20_420, cost_minor: 380 }],
    rate_card: { first_weight_g: 1_000, step_g: 1_000, first_minor: 800, step_minor: 200 },
    items: few,
    lots,
    seed: 1,
    limit_ms: 10_000,
  };
  const { code, out } = await plan(input, "--lines");
  expect(code).toBe(0);
  const said = JSON.parse(out) as Plan;
  const cost = said.patterns.reduce((sum, pattern) => sum + pattern.count * pattern.cost_minor, 0);
  for (const { weight_g, carton, cost_minor } of said.patterns) {
    expect(carton).toBe("L");
    expect(cost_minor).toBe(380 + 800 + 200 * Math.max(0, Math.ceil((weight_g + 420 - 1_000) / 1_000)));
  }
  expect(said.cost_lower_bound_minor).toBeLessThanOrEqual(cost);
  expect(said.lot_lines).toHaveLength(said.lines!);
  const given = new Map<string, number>();
  for (const { kind, lot, count } of said.lot_lines!) {
    given.set(`${lot}/${kind}`, (given.get(`${lot}/${kind}`) ?? 0) + count);
  }
  expect(given).toEqual(new Map(lots.map(({ lot, kind, count }) => [`${lot}/${kind}`, count])));
});

test.each<[string, unknown, RegExp]>([
  ["a size of zero", { capacity_g: 20_000, items: [{ ...items[0], weight_g: 0 }] }, /"walnut 2\.5 kg".*weight_g is 0/],
  [
    "half a gram",
    { capacity_g: 20_000, items: [{ ...items[0], weight_g: 0.5 }] },
    /"walnut 2\.5 kg".*weight_g is 0\.5/,
  ],
  ["a pack over the capacity", { capacity_g: 2_000, items }, /"walnut 2\.5 kg" \(2500 g is over the 2000 g/],
  [
    "a zone without a rate",
    {
      items,
      zone: "moon",
      rate_card: {
        first_weight_g: 1_000,
        step_g: 1_000,
        max_weight_g: 20_000,
        zones: [{ zone: "near", first_minor: 800, step_minor: 200 }],
      },
    },
    /zone "moon".*"near"/,
  ],
  ["too few in the lots", { capacity_g: 20_000, items, lots: [{ lot: "a", kind: "egg", count: 1 }] }, /"egg" hold 1/],
  ["an unknown key", { capacity_g: 20_000, items, colour: "red" }, /colour/],
  ["half a file", '{"capacity_g": 20000', /is not JSON/],
])("%s: a sentence on standard error, exit code 2, nothing on standard output", async (_, input, said) => {
  const answer = await plan(input);
  expect(answer).toMatchObject({ code: 2, out: "" });
  expect(answer.err).toMatch(said);
});

test("a file that begins with the mark some editors write is read like any other", async () => {
  const answer = await plan(`\uFEFF${JSON.stringify({ capacity_g: 20_000, items })}`);
  expect(answer).toMatchObject({ code: 0, err: "" });
});
