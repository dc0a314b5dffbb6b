import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { netGrams, type Measured } from "@commonlot/domain";
import { refuseWith, valueOf } from "../../lib/refusal";
import { dayIn } from "../../lib/today";
import type CooperativeService from "../../modules/cooperative/service";
import type { Household } from "../../modules/cooperative/types";
import type PoolService from "../../modules/pool/service";
import type { CullInput } from "../../modules/pool/culls";
import type { PoolRow, ReceivedLot } from "../../modules/pool/types";
import type VillageService from "../../modules/village/service";

export interface WeighInInput {
  cooperative_id: string;
  weigher_id: string;
  household_id?: string | undefined;
  card_number?: string | undefined;
  /** The pool; or produce and grade, and the pool is that of the household's village. */
  pool_id?: string | undefined;
  produce?: string | undefined;
  grade?: string | undefined;
  gross_g?: number | undefined;
  tare_g?: number | undefined;
  pieces?: number | undefined;
  harvested_on: string;
  best_before?: string | undefined;
  scale?: string | undefined;
  container?: string | undefined;
  containers?: number | undefined;
  measured?: Measured | undefined;
  culls?: readonly CullInput[] | undefined;
  /** ISO moment at which the scale was read, when that was earlier: a device without network sends it later. */
  weighed_at?: string | undefined;
  confirm_repeat?: boolean | undefined;
  /** Made by the device that weighs; the same key is the same lot, however often it is sent. */
  idempotency_key: string;
}

export interface WeighedIn {
  lot: ReceivedLot;
  household: Household;
  pool: PoolRow;
  /** What this household handed in of this produce since the 1 January of the harvest year, in base units. */
  season_units: number;
}

/**
 * A household hands in goods: who, into which pool, how much. The lot and the receipt's outbox row are one commit, so a
 * process that dies leaves both or neither; the weigher's device sends the same key again.
 * No compensation: goods that were weighed stay weighed.
 */
const weighInStep = createStep("weigh-in", async (input: WeighInInput, { container }) => {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const pools: PoolService = container.resolve("pool");

  const household = await cooperatives.householdIn(input.cooperative_id, input);
  if (!household) {
    refuseWith(
      "household_not_found",
      "No household of your cooperative has this card.",
      input.card_number ? "card_number" : "household_id",
    );
  }
  if (!household.active) refuseWith("household_inactive", "This household's card is switched off.", "card_number");
  const pool = await poolOf(container.resolve("village"), pools, input, household);
  refuseWrongMeasure(input, pool);
  const [cooperative] = await cooperatives.cooperatives([input.cooperative_id]);
  if (!cooperative) throw new Error(`member of a cooperative that is not there: ${input.cooperative_id}`);
  const weighed_at = input.weighed_at === undefined ? undefined : new Date(input.weighed_at);

  const lot = valueOf(
    await pools.receiveLot({
      pool_id: pool.id,
      cooperative_id: input.cooperative_id,
      household_id: household.household_id,
      harvested_on: input.harvested_on,
      grade: input.grade ?? pool.grade,
      weigher_id: input.weigher_id,
      idempotency_key: input.idempotency_key,
      today: dayIn(cooperative.tz, weighed_at ?? new Date()),
      ...(weighed_at === undefined ? {} : { weighed_at }),
      ...given(input),
    }),
  );
  const season_units = await pools.seasonTotal(
    household.household_id,
    pool.produce,
    `${input.harvested_on.slice(0, 4)}-01-01`,
  );
  return new StepResponse<WeighedIn>({ lot, household, pool, season_units });
});

export const weighInWorkflow = createWorkflow("weigh-in", (input: WeighInInput) => {
  return new WorkflowResponse(weighInStep(input));
});

/**
 * The pool that was named, or the one for this produce and grade. A village's brand is filled by its own households only;
 * a region's by those of its villages.
 */
async function poolOf(
  villages: VillageService,
  pools: PoolService,
  input: WeighInInput,
  household: Household,
): Promise<PoolRow> {
  const { cooperative_id, produce, grade } = input;
  if (input.pool_id !== undefined) {
    const pool = await pools.poolOf(input.pool_id, cooperative_id);
    if (!pool) refuseWith("pool_not_found", "There is no such pool in your cooperative.", "pool_id");
    const [home] = await villages.villages([household.village_id]);
    const origin = pool.origin_kind === "village" ? home?.id : home?.region_id;
    if (origin !== pool.origin_id) {
      refuseWith("wrong_village", `${household.name} is not of the village this pool is sold under.`, "pool_id");
    }
    return pool;
  }
  const [home] = await villages.villages([household.village_id]);
  const pool =
    produce !== undefined && grade !== undefined && home
      ? await pools.poolFor({ cooperative_id, produce, grade, village_id: home.id, region_id: home.region_id })
      : undefined;
  if (!pool) {
    const message = `No pool takes grade ${grade ?? "?"} of this produce from the household's village. Choose another grade, or ask the manager to open a pool.`;
    refuseWith("no_pool", message, "grade");
  }
  return pool;
}

/** Weighed goods by weight, counted goods by count; a weight beside a count must still make sense. */
function refuseWrongMeasure(input: WeighInInput, pool: PoolRow): void {
  if (pool.unit === "g" && input.pieces !== undefined) {
    refuseWith("weight_needed", "This pool is weighed, not counted: give gross and tare in grams.", "pieces");
  }
  if (input.gross_g !== undefined && input.tare_g !== undefined) valueOf(netGrams(input.gross_g, input.tare_g));
}

/** The optional measures that were given; absent ones stay absent. */
function given(input: WeighInInput) {
  return {
    ...(input.gross_g === undefined ? {} : { gross_g: input.gross_g }),
    ...(input.tare_g === undefined ? {} : { tare_g: input.tare_g }),
    ...(input.pieces === undefined ? {} : { pieces: input.pieces }),
    ...(input.best_before === undefined ? {} : { best_before: input.best_before }),
    ...(input.scale === undefined ? {} : { scale: input.scale }),
    ...(input.container === undefined ? {} : { container: input.container }),
    ...(input.containers === undefined ? {} : { containers: input.containers }),
    ...(input.measured === undefined ? {} : { measured: input.measured }),
    ...(input.culls === undefined ? {} : { culls: input.culls }),
    ...(input.confirm_repeat === undefined ? {} : { confirm_repeat: input.confirm_repeat }),
  };
}
