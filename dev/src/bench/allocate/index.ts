import {
  allocate,
  allocateArrays,
  type AllocateArrays,
  type AllocateInput,
  type AllocateRule,
} from "@commonlot/domain";
import { allocateBigint } from "./allocate-bigint.js";
import { measureInPostgres } from "./in-postgres.js";

interface BenchInput {
  databaseUrl: string;
  say: (line: string) => void;
}

const SIZES = [1_000, 10_000, 100_000, 1_000_000] as const;
const RULES: readonly AllocateRule[] = ["pro_rata", "equal", "fefo", "rotation"];
/** BigInt with a million objects takes a GB and ten seconds a rule; the largest of it is measured for one rule. */
const BIGINT_LIMIT = 100_000;
const ROUNDS = 5;

/**
 * The allocator alone, columns beside objects beside BigInt, every share compared; then a whole order in Postgres. Throws when
 * any two differ, by a gram, by a reason, or when shares and short are not what was ordered.
 */
export async function runAllocateBench({ databaseUrl, say }: BenchInput): Promise<void> {
  say("allocator: milliseconds (best of 5 for columns, once for the others); BigInt / columns in brackets");
  for (const rule of RULES) {
    for (const count of SIZES) {
      const { columns, objects } = orderOf(rule, count);
      const best = columnsMs(columns);
      const began = performance.now();
      const byObjects = allocate(objects);
      const objects_ms = performance.now() - began;
      if (!byObjects.ok) throw new Error(byObjects.refusal.message);
      compareColumns(columns, byObjects.value.shares);
      let beside = "";
      if (count <= BIGINT_LIMIT || rule === "pro_rata") {
        const start = performance.now();
        const expected = allocateBigint(objects);
        const bigint_ms = performance.now() - start;
        compare(byObjects.value, expected, `${rule} of ${count}`);
        beside = `, BigInt ${bigint_ms.toFixed(0)} (${(bigint_ms / best).toFixed(0)}x), identical`;
      }
      say(
        `  ${rule}, ${count} lots: columns ${best.toFixed(1)}, objects with checks and reasons' facts ${objects_ms.toFixed(0)}${beside}`,
      );
    }
  }
  const tied = columnsMs(orderOf("pro_rata", 1_000_000, 0.2).columns);
  say(
    `  pro_rata, 1000000 lots of which a fifth have equal remainders, each drawn by its hash: columns ${tied.toFixed(1)}`,
  );
  await measureInPostgres(databaseUrl, say);
}

function columnsMs(columns: AllocateArrays): number {
  let best = Infinity;
  for (let round = 0; round < ROUNDS; round++) {
    const began = performance.now();
    const shared = allocateArrays(columns);
    best = Math.min(best, performance.now() - began);
    if (!shared.ok) throw new Error(shared.refusal.message);
    let given = 0;
    for (const grams of shared.value.lot_g) given += grams;
    if (given + shared.value.short_g !== columns.grams) throw new Error("a gram is lost or made");
  }
  return best;
}

function compareColumns(columns: AllocateArrays, shares: readonly { lot: string; grams: number }[]): void {
  const shared = allocateArrays(columns);
  if (!shared.ok) throw new Error(shared.refusal.message);
  const grams = new Map(shares.map((share) => [share.lot, share.grams]));
  shared.value.lot_g.forEach((given, row) => {
    if ((grams.get(columns.lots.idOf(row)) ?? 0) !== given) throw new Error(`columns and objects differ at row ${row}`);
  });
}

/** Every share and every reason's fact. Compared in pieces: a million of them as one text is too long for a string. */
function compare(
  got: ReturnType<typeof allocateBigint>,
  expected: ReturnType<typeof allocateBigint>,
  what: string,
): void {
  const { shares, parties, ...rest } = got;
  if (JSON.stringify(rest) !== JSON.stringify({ ...expected, shares: undefined, parties: undefined })) {
    throw new Error(`${what}: ${JSON.stringify(rest)} is not what BigInt says`);
  }
  for (const [mine, theirs] of [
    [shares, expected.shares],
    [parties, expected.parties],
  ] as const) {
    if (mine.length !== theirs.length) throw new Error(`${what}: another number of shares than BigInt`);
    mine.forEach((one, at) => {
      if (JSON.stringify(one) !== JSON.stringify(theirs[at])) throw new Error(`${what}: differs from BigInt at ${at}`);
    });
  }
}

/** Lots of 5 to 205 kg, five of a household, of sixty days; a part of it all is ordered. Always the same. */
export function orderOf(
  rule: AllocateRule,
  count: number,
  part = 0.2137,
): { columns: AllocateArrays; objects: AllocateInput } {
  let state = 12_345;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const households = Math.ceil(count / 5);
  const available_g = new Float64Array(count);
  const best_before_day = new Int32Array(count);
  const household = new Int32Array(count);
  const past_g = new Float64Array(households);
  for (let row = 0; row < households; row++) past_g[row] = random(500_000);
  let all = 0;
  for (let row = 0; row < count; row++) {
    available_g[row] = 5_000 + random(200_000);
    best_before_day[row] = 20_800 + random(60);
    household[row] = random(households);
    all += available_g[row]!;
  }
  const lotName = (row: number): string => `lot_${String(row).padStart(7, "0")}`;
  const householdName = (row: number): string => `household_${String(row).padStart(7, "0")}`;
  // Not a round part of it all: at exactly one fifth a fifth of all remainders would be equal, each drawn by its hash.
  const grams = Math.floor(all * part);
  const dayName = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);
  const days = new Map(Array.from({ length: 60 }, (_, day) => [20_800 + day, dayName(20_800 + day)]));
  return {
    columns: {
      grams,
      rule,
      salt: "order-line",
      lots: { count, available_g, best_before_day, household, idOf: lotName },
      households: { count: households, floor_g: new Float64Array(households), past_g, idOf: householdName },
    },
    objects: {
      grams,
      rule,
      salt: "order-line",
      lots: Array.from({ length: count }, (_, row) => ({
        lot: lotName(row),
        household: householdName(household[row]!),
        available_g: available_g[row]!,
        best_before: days.get(best_before_day[row]!)!,
        past_g: past_g[household[row]!]!,
      })),
    },
  };
}
