import { createHash } from "node:crypto";
import type { MedusaContainer } from "@medusajs/framework/types";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { dayNumber, isoDate, MAX_LATE_DAYS } from "@commonlot/domain";
import { todayOf } from "../../lib/today";
import type CooperativeService from "../../modules/cooperative/service";
import { planScaleFile, type ScaleFileFacts } from "../../modules/pool/plan-scale-file";
import { FAULTS_SHOWN, readScaleFile, type Fault, type ReadScaleFile } from "../../modules/pool/scale-file-read";
import type { PlannedRow } from "../../modules/pool/scale-files";
import type PoolService from "../../modules/pool/service";
import type VillageService from "../../modules/village/service";

export interface ScaleFileInput {
  cooperative_id: string;
  person: string;
  name: string;
  text: string;
  /** False: only look. True: take it in, all or nothing. */
  take: boolean;
}

export interface ScaleFileAnswer {
  lines: number;
  /** Lines with faults, in all; the first are told one by one. */
  fault_count: number;
  faults: Fault[];
  /** What the file brings, per pool. */
  pools: {
    pool_id: string;
    produce: string;
    grade: string;
    unit: "g" | "piece";
    lots: number;
    units: number;
    deducted_g: number;
  }[];
  households: number;
  /** Lines that an earlier file has brought: skipped. */
  before: number;
  taken: { file_id: string; lots: number } | null;
}

/**
 * Reads a scale's file, decides each of its lines as a weigh-in, and, when asked to and nothing is wrong, takes them in at
 * once. Sent again it brings nothing twice. No compensation: one transaction takes all, or none.
 */
const takeScaleFileStep = createStep("take-scale-file", async (input: ScaleFileInput, { container }) => {
  const pools: PoolService = container.resolve("pool");
  const read = readScaleFile(input.text);
  const facts = await factsOf(container, input.cooperative_id, read);
  const { planned, faults } = planScaleFile(read.rows, facts);
  const standing = await pools.scaleFiles.standing(planned.map((row) => row.key));
  const fresh = planned.filter((row) => !standing.has(row.key));
  const all = [...read.faults, ...faults, ...conflicts(planned, standing, read)].sort((a, b) => a.line - b.line);
  const sha256 = createHash("sha256").update(input.text).digest("hex");
  const taken =
    input.take && all.length === 0 && fresh.length > 0
      ? await pools.scaleFiles.take({ ...input, sha256, rows: fresh })
      : null;
  return new StepResponse<ScaleFileAnswer>({
    lines: read.rows.length + new Set(read.faults.map((fault) => fault.line)).size,
    fault_count: all.length,
    faults: all.slice(0, FAULTS_SHOWN),
    pools: perPool(fresh),
    households: new Set(fresh.map((row) => row.household_id)).size,
    before: planned.length - fresh.length,
    taken: taken && { file_id: taken.file_id, lots: taken.lots },
  });
});

export const takeScaleFileWorkflow = createWorkflow("take-scale-file", (input: ScaleFileInput) => {
  return new WorkflowResponse(takeScaleFileStep(input));
});

/** A number of the scale that came before with other figures: one of the two files is wrong. */
function conflicts(
  planned: readonly PlannedRow[],
  standing: ReadonlyMap<string, string>,
  read: ReadScaleFile,
): Fault[] {
  return planned
    .filter((row) => standing.has(row.key) && standing.get(row.key) !== row.input_hash)
    .map((row) => ({
      line: row.line,
      column: read.headings.get("ref") ?? "",
      code: "number_taken",
      values: {},
      message:
        "This number was taken in before with other figures. A weight is corrected on its ticket, not by a new file.",
    }));
}

function perPool(planned: readonly PlannedRow[]): ScaleFileAnswer["pools"] {
  const sums = new Map<string, ScaleFileAnswer["pools"][number]>();
  for (const { pool, plan } of planned) {
    const { id: pool_id, produce, grade, unit } = pool;
    const sum = sums.get(pool_id) ?? { pool_id, produce, grade, unit, lots: 0, units: 0, deducted_g: 0 };
    sum.lots += 1;
    sum.units += plan.units;
    sum.deducted_g += plan.deductions.reduce((grams, line) => grams + line.deducted_g, 0);
    sums.set(pool_id, sum);
  }
  return [...sums.values()];
}

async function factsOf(
  container: MedusaContainer,
  cooperative_id: string,
  read: ReadScaleFile,
): Promise<ScaleFileFacts> {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const villages: VillageService = container.resolve("village");
  const pools: PoolService = container.resolve("pool");
  const cards = [...new Set(read.rows.map((row) => row.card_number))];
  const [[cooperative], households, own, scales] = await Promise.all([
    cooperatives.cooperatives([cooperative_id]),
    cooperatives.householdsByCard(cards),
    pools.poolsOfCooperative(cooperative_id),
    pools.equipment.scales(cooperative_id),
  ]);
  const mine = households.filter((one) => one.cooperative_id === cooperative_id);
  const homes = await villages.villages([...new Set(mine.map((one) => one.village_id))]);
  const regionOf = new Map(homes.map((village) => [village.id, village.region_id]));
  const today = todayOf(cooperative);
  const wanted = new Set(read.rows.map((row) => row.weighed_on ?? today));
  const days = lastDays(today).filter((day) => wanted.has(day));
  const tables = await Promise.all(
    days.map(async (day) => ({
      day,
      rules: await pools.deductionRules.inForce(cooperative_id, day),
      prices: await pools.dayPrices.ofDay(cooperative_id, day),
    })),
  );
  return {
    cooperative_id,
    today,
    households: new Map(
      mine.map((one) => [one.card_number, { ...one, region_id: regionOf.get(one.village_id) ?? "" }]),
    ),
    pools: own,
    scales: new Map(scales.map((scale) => [scale.code, scale.limit_g])),
    rules: new Map(tables.map(({ day, rules }) => [day, rules])),
    prices: new Map(tables.map(({ day, prices }) => [day, prices])),
    headings: read.headings,
  };
}

/** Today and the days before it of which a weighing may still be sent. */
function lastDays(today: string): string[] {
  const last = dayNumber(today) ?? 0;
  return Array.from({ length: MAX_LATE_DAYS + 1 }, (_, back) => isoDate(last - back));
}
