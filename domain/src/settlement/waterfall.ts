import { z } from "zod";
import { apportion } from "../shared/apportion";
import { minorDigits, roundHalfUpDiv } from "../shared/money";
import { currencySchema, minorSchema, sayFraction } from "../shared/money-schema";
import { compareText } from "../shared/order";
import { parseInput } from "../shared/parse";
import { ok, refuse, type Refusal, type Result } from "../shared/result";

/** Basis points of the whole. */
export const FULL_BP = 10_000;
/** Lots behind one order line at most, as in allocation. */
const MAX_LOTS = 2_000_000;

const basisPoints = z.int().nonnegative().max(FULL_BP);
const id = z.string().min(1).max(200);

export const feePolicySchema = z.strictObject({
  platform_bp: basisPoints,
  cooperative_bp: basisPoints,
  agent_bp: basisPoints.optional(),
  packing_minor_per_kg: minorSchema.optional(),
  holdback_bp: basisPoints.optional(),
});

export const waterfallInputSchema = z.strictObject({
  currency: currencySchema,
  paid_minor: minorSchema,
  tax_minor: minorSchema.optional(),
  refund_minor: minorSchema.optional(),
  freight_minor: minorSchema.optional(),
  /** Freight kept on a line that has no goods, and that no box took: the cooperative's. */
  freight_left_minor: minorSchema.optional(),
  /** What the bearer puts into the freight by the policy's freight rule, whatever the line has; with `bearer` only. */
  freight_borne_minor: minorSchema.optional(),
  /** Who bears freight and packing beyond what the line has; without it such a line is refused. */
  bearer: z.literal("cooperative").optional(),
  policy: feePolicySchema,
  lots: z
    .array(
      z.strictObject({
        lot: id,
        household: id,
        grams: z.int().nonnegative(),
        price_minor_per_kg: minorSchema.optional(),
      }),
    )
    .max(MAX_LOTS),
});

export type WaterfallInput = z.input<typeof waterfallInputSchema>;
export type FeePolicy = z.input<typeof feePolicySchema>;
type Parsed = z.output<typeof waterfallInputSchema>;

export type WaterfallAccount =
  | "tax"
  | "buyer_refund"
  | "freight"
  | "packing"
  | "platform_fee"
  | "cooperative_fee"
  | "agent_commission"
  | "household_payable"
  | "household_holdback"
  /** In the price mode `pool_average`; party: the price pool. */
  | "price_pool"
  /** Of goods that came back by a claim; party: the claim. */
  | "returned_goods";

export interface WaterfallRow {
  /** "tax", "buyer", "carrier", "cooperative", "platform", "agent", or a household's id. */
  readonly party: string;
  readonly account: WaterfallAccount;
  /** Below zero on the rows of a bearer only: what it puts in. */
  readonly amount_minor: bigint;
  /** The clause of the policy that gives this row. */
  readonly rule:
    | "tax"
    | "refund"
    | "freight"
    | "packing"
    | "platform_bp"
    | "cooperative_bp"
    | "agent_bp"
    | "freight_left"
    | "freight_borne"
    | "packing_borne"
    | "share"
    | "holdback_bp"
    // Price modes of the pool, in place of "share".
    | "intake_price"
    | "fixed_margin"
    | "pool_proceeds"
    // Goods that came back, in place of "share".
    | "returned_proceeds";
  /** On the rows of households: whose harvest it was. */
  readonly lot?: string;
}

export interface WaterfallOutput {
  readonly rows: WaterfallRow[];
  /** Always exactly what was paid. */
  readonly sum_minor: bigint;
}

export type WaterfallRefusal = Refusal<
  | "invalid_input"
  | "unknown_currency"
  | "invalid_amount"
  | "fees_over_whole"
  | "net_below_zero"
  | "duplicate_lot"
  | "prices_on_some_lots"
  | "no_lot_to_pay"
>;

/**
 * How the money of one order line divides (docs: rules, waterfall of a line), in minor units:
 * - packing = round_half_up(packing_minor_per_kg * grams / 1000), grams being the sum over the lots;
 * - net = paid - tax - refund - freight - packing;
 * - platform, cooperative and agent each get floor(net * bp / 10000) of that same net;
 * - the rest goes to the lots by grams * (price_minor_per_kg or 1), largest remainder, ties by lot id;
 * - holdback = floor(share * bp / 10000), a row beside the payable it reduces.
 *
 * Rows in that order, lots by id, rows of zero left out; they sum to what was paid. Refuses a net below zero, fees
 * over 10,000 basis points in sum, prices on some lots only, a lot named twice, money left with no lot to take it,
 * unknown keys and currencies.
 *
 * With a `bearer` freight and packing that the line can't pay are its to bear (docs: adr, carriage): rows below zero say
 * how much it puts in, and net is 0; `freight_borne_minor` is put in before that. Tax and refund above what was paid are refused all the same.
 */
export function waterfall(input: WaterfallInput): Result<WaterfallOutput, WaterfallRefusal> {
  const parsed = parseInput(waterfallInputSchema, input);
  if (!parsed.ok) return { ok: false, refusal: sayFraction(parsed.refusal, input) };
  const line = parsed.value;
  const refusal = refusalOf(line);
  if (refusal !== null) return refusal;

  const { policy } = line;
  const tax = line.tax_minor ?? 0n;
  const refund = line.refund_minor ?? 0n;
  const freight = line.freight_minor ?? 0n;
  const grams = line.lots.reduce((sum, lot) => sum + BigInt(lot.grams), 0n);
  const packing = packingOf(policy.packing_minor_per_kg ?? 0n, grams);
  const left = line.freight_left_minor ?? 0n;
  const put_in = line.freight_borne_minor ?? 0n;
  const money = line.paid_minor - tax - refund - left;
  const lacking = line.bearer === undefined || money < 0n ? NOTHING_BORNE : borneOf(money + put_in, freight, packing);
  const borne = { freight: put_in + lacking.freight, packing: lacking.packing };
  const net = money - freight - packing + (money < 0n ? 0n : borne.freight + borne.packing);
  if (net < 0n) {
    const costs = line.paid_minor - net;
    return refuse("net_below_zero", `Tax, refund, freight and packing (${costs}) exceed the ${line.paid_minor} paid.`);
  }
  const platform = shareOf(net, policy.platform_bp);
  const cooperative = shareOf(net, policy.cooperative_bp);
  const agent = shareOf(net, policy.agent_bp ?? 0);
  const rest = net - platform - cooperative - agent;

  const households = householdRows(line, rest);
  if (households === null) {
    return refuse(
      "no_lot_to_pay",
      `${rest} minor units are left and no lot has a weight or price to take them.`,
      "lots",
    );
  }
  const rows: WaterfallRow[] = [
    { party: "tax", account: "tax", amount_minor: tax, rule: "tax" },
    { party: "buyer", account: "buyer_refund", amount_minor: refund, rule: "refund" },
    { party: "carrier", account: "freight", amount_minor: freight, rule: "freight" },
    { party: "cooperative", account: "packing", amount_minor: packing, rule: "packing" },
    { party: "platform", account: "platform_fee", amount_minor: platform, rule: "platform_bp" },
    { party: "cooperative", account: "cooperative_fee", amount_minor: cooperative, rule: "cooperative_bp" },
    { party: "agent", account: "agent_commission", amount_minor: agent, rule: "agent_bp" },
    { party: "cooperative", account: "cooperative_fee", amount_minor: left, rule: "freight_left" },
    { party: "cooperative", account: "cooperative_fee", amount_minor: -borne.freight, rule: "freight_borne" },
    { party: "cooperative", account: "cooperative_fee", amount_minor: -borne.packing, rule: "packing_borne" },
    ...households,
  ];
  const sum_minor = rows.reduce((sum, row) => sum + row.amount_minor, 0n);
  if (sum_minor !== line.paid_minor) throw new Error(`waterfall: rows sum to ${sum_minor}, paid ${line.paid_minor}`);
  return ok({ rows: rows.filter((row) => row.amount_minor !== 0n), sum_minor });
}

/** What packing so many grams costs, in minor units: `round_half_up(packing_minor_per_kg * grams / 1000)`. */
export function packingOf(packing_minor_per_kg: bigint, grams: bigint): bigint {
  return roundHalfUpDiv(packing_minor_per_kg * grams, 1000n);
}

const NOTHING_BORNE = { freight: 0n, packing: 0n };

/** What of freight, then of packing, the money of a line does not reach for. */
function borneOf(money: bigint, freight: bigint, packing: bigint): typeof NOTHING_BORNE {
  const paid_freight = money < freight ? money : freight;
  const rest = money - paid_freight;
  return { freight: freight - paid_freight, packing: packing - (rest < packing ? rest : packing) };
}

function refusalOf(line: Parsed): ReturnType<typeof refuse<WaterfallRefusal["reason"]>> | null {
  const currency = minorDigits(line.currency);
  if (!currency.ok) return currency;
  const { platform_bp, cooperative_bp, agent_bp = 0 } = line.policy;
  const fees_bp = platform_bp + cooperative_bp + agent_bp;
  if (fees_bp > FULL_BP) {
    return refuse("fees_over_whole", `The fees are ${fees_bp} basis points, more than the whole of 10,000.`, "policy");
  }
  if (line.bearer === undefined && (line.freight_borne_minor ?? 0n) !== 0n) {
    return refuse("invalid_input", "Freight is borne by a bearer: name one.", "bearer");
  }
  const priced = line.lots.filter((lot) => lot.price_minor_per_kg !== undefined).length;
  if (priced !== 0 && priced !== line.lots.length) {
    return refuse(
      "prices_on_some_lots",
      `${priced} of ${line.lots.length} lots have a price; all or none must.`,
      "lots",
    );
  }
  if (new Set(line.lots.map((lot) => lot.lot)).size !== line.lots.length) {
    return refuse("duplicate_lot", "A lot is listed twice.", "lots");
  }
  return null;
}

function shareOf(amount_minor: bigint, bp: number): bigint {
  return (amount_minor * BigInt(bp)) / BigInt(FULL_BP);
}

/** Payable and holdback of each lot, by lot id; null when there is money and no weight to share it by. */
function householdRows(line: Parsed, rest_minor: bigint): WaterfallRow[] | null {
  const lots = [...line.lots].sort((a, b) => compareText(a.lot, b.lot));
  const weights = lots.map((lot) => BigInt(lot.grams) * (lot.price_minor_per_kg ?? 1n));
  if (rest_minor > 0n && weights.every((weight) => weight === 0n)) return null;
  const keys = lots.map((lot) => lot.lot);
  const shares = apportion(rest_minor, weights, keys, compareText);
  return lots.flatMap(({ lot, household }, index): WaterfallRow[] => {
    const share = shares[index]!;
    const held = shareOf(share, line.policy.holdback_bp ?? 0);
    return [
      { party: household, account: "household_payable", amount_minor: share - held, rule: "share", lot },
      { party: household, account: "household_holdback", amount_minor: held, rule: "holdback_bp", lot },
    ];
  });
}
