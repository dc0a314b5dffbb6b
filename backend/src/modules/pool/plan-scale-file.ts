import { sellableGrams } from "@commonlot/domain";
import type { DayPrice } from "./day-prices";
import type { RuleInForce } from "./deduction-rules";
import { intakeHash } from "./intake";
import { decideWeighIn } from "./plan-intake";
import type { Fault, ScaleRow } from "./scale-file-read";
import type { PlannedRow } from "./scale-files";
import type { PoolRow } from "./types";

/** What deciding a file needs of other tables, read once for all of its rows. */
export interface ScaleFileFacts {
  cooperative_id: string;
  today: string;
  /** Card -> household of this cooperative. */
  households: ReadonlyMap<string, { household_id: string; active: boolean; village_id: string; region_id: string }>;
  pools: readonly PoolRow[];
  scales: ReadonlyMap<string, number>;
  /** Day -> table of deductions, and prices, of that day. */
  rules: ReadonlyMap<string, readonly RuleInForce[]>;
  prices: ReadonlyMap<string, readonly DayPrice[]>;
  headings: ReadonlyMap<string, string>;
}

/** Fields of a weigh-in, as a file's row calls them. */
const FIELD: Record<string, string> = {
  "measured.moisture": "moisture_bp",
  "measured.foreign_matter": "foreign_bp",
  gross_g: "gross_g",
  tare_g: "tare_g",
  pieces: "pieces",
  harvested_on: "harvested_on",
};

/** Decides every row as a weigh-in of its own; rows that are refused are faults with line and column. */
export function planScaleFile(
  rows: readonly ScaleRow[],
  facts: ScaleFileFacts,
): { planned: PlannedRow[]; faults: Fault[] } {
  const planned: PlannedRow[] = [];
  const faults: Fault[] = [];
  const poolOf = poolFinder(facts.pools);
  for (const row of rows) {
    const fault = (field: string, code: string, message: string, values: Fault["values"] = {}) =>
      faults.push({
        line: row.line,
        column: facts.headings.get(field) ?? facts.headings.get("produce") ?? "",
        code,
        values,
        message,
      });
    const household = facts.households.get(row.card_number);
    if (!household) {
      fault("card_number", "card_unknown", `No household of your cooperative has the card ${row.card_number}.`, {
        card: row.card_number,
      });
      continue;
    }
    if (!household.active) {
      fault("card_number", "card_off", `The card ${row.card_number} is switched off.`, { card: row.card_number });
      continue;
    }
    const pool = poolOf(row, household);
    if (!pool) {
      fault("grade", "no_pool", "No pool takes this produce and grade from the household's village.");
      continue;
    }
    const weighed_on = row.weighed_on ?? facts.today;
    const rules = facts.rules.get(weighed_on);
    if (!rules) {
      fault(
        "weighed_on",
        "day_wrong",
        `The day ${weighed_on} is to come, or more than a week ago: enter such lots one by one.`,
        {
          day: weighed_on,
        },
      );
      continue;
    }
    const decided = decide(row, household.household_id, pool, weighed_on, facts, rules);
    if (decided.ok) planned.push(decided.value);
    else fault(FIELD[decided.refusal.field ?? ""] ?? "produce", decided.refusal.reason, decided.refusal.message);
  }
  return { planned, faults };
}

/** Of a village's own pool and its region's, the village's; open before closed. */
function poolFinder(pools: readonly PoolRow[]) {
  const key = (produce: string, grade: string, origin_id: string) => `${produce}\n${grade}\n${origin_id}`;
  const found = new Map<string, PoolRow>();
  for (const pool of pools) found.set(key(pool.produce, pool.grade, pool.origin_id), pool);
  return (row: ScaleRow, home: { village_id: string; region_id: string }): PoolRow | undefined => {
    const own = found.get(key(row.produce, row.grade, home.village_id));
    const regional = found.get(key(row.produce, row.grade, home.region_id));
    return own?.status === "open" ? own : regional?.status === "open" ? regional : (own ?? regional);
  };
}

function decide(
  row: ScaleRow,
  household_id: string,
  pool: PoolRow,
  weighed_on: string,
  facts: ScaleFileFacts,
  rules: readonly RuleInForce[],
) {
  const measured = {
    ...(row.moisture_bp === undefined ? {} : { moisture: row.moisture_bp }),
    ...(row.foreign_bp === undefined ? {} : { foreign_matter: row.foreign_bp }),
  };
  const input = {
    pool_id: pool.id,
    cooperative_id: facts.cooperative_id,
    household_id,
    harvested_on: row.harvested_on,
    grade: row.grade,
    weigher_id: "",
    idempotency_key: row.key,
    today: weighed_on,
    ...(row.gross_g === undefined ? {} : { gross_g: row.gross_g, tare_g: row.tare_g ?? 0 }),
    ...(row.pieces === undefined ? {} : { pieces: row.pieces }),
    ...(Object.keys(measured).length === 0 ? {} : { measured }),
  };
  const plan = decideWeighIn(pool, input, {
    scale_limit_g: row.scale === undefined ? undefined : facts.scales.get(row.scale),
    rules: rules.filter((rule) => rule.produce === pool.produce),
  });
  if (!plan.ok) return plan;
  const { units } = plan.value;
  return {
    ok: true as const,
    value: {
      line: row.line,
      pool,
      household_id,
      plan: plan.value,
      sellable_units: pool.blendable ? units : sellableGrams(units, pool.pack_units ?? undefined),
      gross_g: row.gross_g,
      scale: row.scale,
      weighed_on,
      day_price: facts.prices
        .get(weighed_on)
        ?.find((price) => price.produce === pool.produce && price.grade === pool.grade),
      key: `${facts.cooperative_id}:${row.key}`,
      input_hash: intakeHash(input),
    },
  };
}
