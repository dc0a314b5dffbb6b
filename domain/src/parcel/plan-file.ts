import { z } from "zod";
import { minorSchema } from "../shared/money-schema";
import { parseInput } from "../shared/parse";
import { ok, refuse, type Refusal, type Result } from "../shared/result";
import type { PlanOptions } from "./load/plan-goods";
import { layersOf, type Layer } from "./boxes/layers";
import { fewestParcels } from "./fewest-parcels";
import { lotsOfPatterns, type LotLines } from "./pattern-lots";
import { sizeSchema } from "./carton";
import { rateCardSchema } from "./rate-card";
import { planLoad, type LoadPlan, type PlanLoadInput } from "./plan-load";
import { verifyLoadPlan } from "./verify-load";

const name = z.string().min(1).max(200);
/** A rate card without a limit of its own: the capacity or the cartons limit a parcel. */
const NO_LIMIT_G = 1_000_000_000;

const cartonRow = z.strictObject({
  code: name.optional(),
  tare_g: z.int().nonnegative().default(0),
  /** Gross. Left out: the capacity and the tare. */
  max_weight_g: z.int().positive().optional(),
  inner_ml: z.int().positive().optional(),
  size_mm: sizeSchema.optional(),
  cost_minor: minorSchema.default(0n),
  currency: z.string().optional(),
});

const zonePrices = { first_minor: minorSchema, step_minor: minorSchema };

const rateCardRow = z.strictObject({
  carrier: name.default("carrier"),
  service: name.default("parcel"),
  currency: z.string().optional(),
  first_weight_g: z.int().positive(),
  step_g: z.int().positive(),
  volumetric_divisor: z.int().positive().optional(),
  max_weight_g: z.int().positive().optional(),
  max_value_minor: minorSchema.optional(),
  surcharges: rateCardSchema.shape.surcharges,
  declared: rateCardSchema.shape.declared,
  /** Prices by zone, or, for a card of one zone, beside the rest. */
  zones: z.array(z.strictObject({ zone: name, provinces: z.array(z.string()).default([]), ...zonePrices })).optional(),
  first_minor: minorSchema.optional(),
  step_minor: minorSchema.optional(),
});

/** What `npm run -s parcels -- plan FILE.json` reads (docs/commands.md). Items are read by `planLoad`. */
export const planFileSchema = z.strictObject({
  capacity_g: z.int().positive().optional(),
  currency: z.string().default("CNY"),
  cartons: z.array(cartonRow).max(200).optional(),
  rate_card: rateCardRow.optional(),
  zone: name.optional(),
  items: z.array(z.unknown()),
  lots: z
    .array(z.strictObject({ lot: name, kind: name, count: z.int().positive(), best_before: z.iso.date().optional() }))
    .max(2_000_000)
    .optional(),
  seed: z.int().nonnegative().default(1),
  limit_ms: z.number().positive().optional(),
});

type PlanFile = z.output<typeof planFileSchema>;

/** The answer; the costs are of one parcel each, without prices 0. */
export interface PlanFileOutput {
  readonly parcels: number;
  readonly patterns: readonly {
    readonly count: number;
    readonly items: Readonly<Record<string, number>>;
    /** Goods, without the carton. */
    readonly weight_g: number;
    readonly carton: string | null;
    readonly cost_minor: bigint;
    /** How its packs lie in the carton, from the bottom up, where all sides are known. */
    readonly layers?: readonly Layer[];
  }[];
  /** No plan has fewer parcels. */
  readonly lower_bound: number;
  /** No plan costs less. Only where something has a price. */
  readonly cost_lower_bound_minor?: number;
  /** (parcel, lot) lines, where lots are given; which they are stands in `lotLines`. */
  readonly lines?: number;
  readonly lotLines?: LotLines;
  /** Milliseconds of planning and of giving out lots. */
  readonly ms: number;
}

/**
 * One load from a file, planned, given lots and checked: the whole answer of the command. Refuses what `planLoad` and
 * `lotsOfPatterns` refuse. Throws when the plan does not stand the check by separate code: it is never handed out then.
 */
export function planFile(input: unknown, now: () => number): Result<PlanFileOutput, Refusal> {
  const parsed = parseInput(planFileSchema, input);
  if (!parsed.ok) return parsed;
  const file = parsed.value;
  const load = loadOf(file);
  if (!load.ok) return load;
  const options: PlanOptions = {
    seed: file.seed,
    now,
    ...(file.limit_ms === undefined ? {} : { limit_ms: file.limit_ms }),
  };
  const began = now();
  const planned = planLoad(load.value, options);
  if (!planned.ok) return planned;
  const plan = planned.value;
  const lots = file.lots === undefined ? null : lotsOf(plan, file.lots);
  if (lots !== null && !lots.ok) return lots;
  const ms = now() - began;
  const faults = verifyLoadPlan(load.value, plan);
  if (faults.length > 0) throw new Error(`The plan does not stand its check: ${faults.join(" ")}`);
  const { objective, lower_bound } = plan.certificate;
  return ok({
    parcels: plan.parcels,
    patterns: plan.patterns.map(({ parcels, items, goods_g, box, placement }) => ({
      count: parcels,
      items: Object.fromEntries(items.map(({ kind, count }) => [kind, count])),
      weight_g: goods_g,
      carton: box.carton?.code ?? null,
      cost_minor: box.cost_minor,
      ...(placement === null ? {} : { layers: layersOf(placement) }),
    })),
    lower_bound: objective === "parcels" ? lower_bound : fewestParcels(load.value),
    ...(objective === "cost" ? { cost_lower_bound_minor: lower_bound } : {}),
    ...(lots === null ? {} : { lines: lots.value.length, lotLines: lots.value }),
    ms,
  });
}

function lotsOf(plan: LoadPlan, lots: NonNullable<PlanFile["lots"]>): Result<LotLines, Refusal> {
  return lotsOfPatterns(
    plan.patterns,
    lots.map(({ lot, kind, count, best_before }) => ({ lot, kind, units: count, best_before })),
  );
}

function loadOf(file: PlanFile): Result<PlanLoadInput, Refusal> {
  const { capacity_g, cartons = [], rate_card, zone, currency } = file;
  const bare = cartons.find((carton) => carton.max_weight_g === undefined);
  if (bare !== undefined && capacity_g === undefined) {
    return refuse("no_limit", `Carton "${bare.code ?? ""}" needs max_weight_g, or the file a capacity_g.`, "cartons");
  }
  if (capacity_g === undefined && cartons.length === 0 && rate_card?.max_weight_g === undefined) {
    return refuse(
      "no_limit",
      "A parcel needs a limit: capacity_g, cartons or a rate card's max_weight_g.",
      "capacity_g",
    );
  }
  const card = rate_card === undefined ? null : cardOf(rate_card, zone, currency);
  if (card !== null && !card.ok) return card;
  return ok({
    items: file.items as PlanLoadInput["items"],
    ...(capacity_g === undefined ? {} : { capacity_g }),
    cartons: cartons.map((carton, index) => ({
      ...carton,
      code: carton.code ?? `carton ${index + 1}`,
      max_weight_g: carton.max_weight_g ?? (capacity_g ?? 0) + carton.tare_g,
      currency: carton.currency ?? currency,
    })),
    rate_cards: card === null ? [] : [card.value],
    ...(zone === undefined ? {} : { zone }),
  });
}

type Card = NonNullable<PlanLoadInput["rate_cards"]>[number];

function cardOf(row: z.output<typeof rateCardRow>, zone: string | undefined, currency: string): Result<Card, Refusal> {
  const { zones, first_minor, step_minor, ...rest } = row;
  const flat =
    first_minor === undefined || step_minor === undefined
      ? undefined
      : [{ zone: zone ?? "all", provinces: [], first_minor, step_minor }];
  if ((zones === undefined) === (flat === undefined)) {
    const message = "The rate card needs either zones, or first_minor and step_minor for its only zone.";
    return refuse("invalid_input", message, "rate_card");
  }
  return ok({
    ...rest,
    currency: row.currency ?? currency,
    max_weight_g: row.max_weight_g ?? NO_LIMIT_G,
    zones: zones ?? flat ?? [],
  });
}
