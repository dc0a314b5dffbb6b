import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { FULL_BP } from "./waterfall";

/** Rates of one policy; as `feePolicySchema`, all given. */
export interface RatesColumn {
  readonly platform_bp: number;
  readonly cooperative_bp: number;
  readonly agent_bp: number;
  readonly packing_minor_per_kg: number;
  readonly holdback_bp: number;
}

/** Many lines as columns, one entry a line; whole minor units in Float64, lots one after the other. */
export interface WaterfallLines {
  readonly paid: Float64Array;
  readonly tax: Float64Array;
  readonly refund: Float64Array;
  readonly freight: Float64Array;
  /** `freight_left_minor` and `freight_borne_minor` of each line; without them 0. */
  readonly left?: Float64Array;
  readonly put_in?: Float64Array;
  /** The cooperative bears what a line can't pay of freight, then of packing. */
  readonly borne?: boolean;
  /** Index into `policies`. */
  readonly policy: Uint16Array;
  readonly policies: readonly RatesColumn[];
  /** Where the lots of line i begin; one entry more than there are lines, the last is the number of lots. */
  readonly first_lot: Uint32Array;
  /** Of each lot; within a line the lots stand in the order of their ids, which is how ties are drawn. */
  readonly grams: Float64Array;
  /** Minor units a kg of each lot; without it lots share by grams alone. */
  readonly price?: Float64Array;
}

export interface WaterfallColumns {
  readonly packing: Float64Array;
  readonly platform: Float64Array;
  readonly cooperative: Float64Array;
  readonly agent: Float64Array;
  /** What the cooperative bears, `put_in` among it; all 0 where nobody bears. */
  readonly freight_borne: Float64Array;
  readonly packing_borne: Float64Array;
  /** Of each lot. */
  readonly payable: Float64Array;
  readonly holdback: Float64Array;
}

export type WaterfallArraysRefusal = Refusal<"net_below_zero" | "no_lot_to_pay" | "too_large" | "fees_over_whole">;

/** Amounts above are refused: times 10,000 basis points they would no longer be exact. It is nine billion yuan. */
const MAX_MINOR = 900_000_000_000;
/** Up to here products are exact in Float64; above, one share is computed in BigInt. */
const EXACT = Number.MAX_SAFE_INTEGER;

/**
 * `waterfall` for many lines at once, in columns: the same shares to the unit (docs: rules, waterfall of a line), without an
 * object a line. Without `borne` a line below zero is refused, named by its index. Refuses amounts above 9 * 10^11.
 */
export function waterfallArrays(lines: WaterfallLines): Result<WaterfallColumns, WaterfallArraysRefusal> {
  const count = lines.paid.length;
  const lots = lines.grams.length;
  const refusal = refusalOf(lines.policies);
  if (refusal) return refusal;
  const out: WaterfallColumns = {
    packing: new Float64Array(count),
    platform: new Float64Array(count),
    cooperative: new Float64Array(count),
    agent: new Float64Array(count),
    freight_borne: new Float64Array(count),
    packing_borne: new Float64Array(count),
    payable: new Float64Array(lots),
    holdback: new Float64Array(lots),
  };
  const { paid, tax, refund, freight, left, put_in, borne, policy, policies, first_lot, grams, price } = lines;
  const sharer = new Sharer(grams, price, out.payable);
  for (let line = 0; line < count; line++) {
    const rates = policies[policy[line]!]!;
    const from = first_lot[line]!;
    const to = first_lot[line + 1]!;
    let weight = 0;
    for (let lot = from; lot < to; lot++) weight += grams[lot]!;
    const packing = roundedPerKg(rates.packing_minor_per_kg, weight);
    const money = paid[line]! - tax[line]! - refund[line]! - (left === undefined ? 0 : left[line]!);
    let net = money - freight[line]! - packing;
    if (borne === true && money >= 0) net += bear(out, line, money, freight[line]!, packing, put_in?.[line] ?? 0);
    if (!(paid[line]! <= MAX_MINOR)) return refused("too_large", line, "is above what columns divide exactly");
    if (!(net >= 0)) return refused("net_below_zero", line, "has costs above what was paid");
    const platform = Math.floor((net * rates.platform_bp) / FULL_BP);
    const cooperative = Math.floor((net * rates.cooperative_bp) / FULL_BP);
    const agent = Math.floor((net * rates.agent_bp) / FULL_BP);
    out.packing[line] = packing;
    out.platform[line] = platform;
    out.cooperative[line] = cooperative;
    out.agent[line] = agent;
    const rest = net - platform - cooperative - agent;
    if (!sharer.share(rest, from, to)) return refused("no_lot_to_pay", line, "has money left and no lot to take it");
    if (rates.holdback_bp === 0) continue;
    for (let lot = from; lot < to; lot++) {
      const held = Math.floor((out.payable[lot]! * rates.holdback_bp) / FULL_BP);
      out.holdback[lot] = held;
      out.payable[lot] = out.payable[lot]! - held;
    }
  }
  return ok(out);
}

/** What is borne of a line's freight, then of its packing; as in `waterfall`. */
function bear(
  out: WaterfallColumns,
  line: number,
  money: number,
  freight: number,
  packing: number,
  put_in: number,
): number {
  const has = money + put_in;
  const freight_borne = put_in + Math.max(0, freight - has);
  const packing_borne = Math.max(0, packing - Math.max(0, has - freight));
  out.freight_borne[line] = freight_borne;
  out.packing_borne[line] = packing_borne;
  return freight_borne + packing_borne;
}

/** Largest remainder over the lots of one line; its buffer is used again from line to line. */
class Sharer {
  private remainders = new Float64Array(64);

  constructor(
    private readonly grams: Float64Array,
    private readonly price: Float64Array | undefined,
    private readonly into: Float64Array,
  ) {}

  /** False when there is money and no weight. */
  share(total: number, from: number, to: number): boolean {
    const { grams, price, into } = this;
    if (to - from === 1 && grams[from]! > 0 && (price === undefined || price[from]! > 0)) {
      into[from] = total;
      return true;
    }
    let sum = 0;
    for (let lot = from; lot < to; lot++) sum += price === undefined ? grams[lot]! : grams[lot]! * price[lot]!;
    if (sum === 0) return total === 0;
    if (!(sum <= EXACT)) return this.shareBig(total, from, to);
    if (to - from > this.remainders.length) this.remainders = new Float64Array((to - from) * 2);
    const { remainders } = this;
    let left = total;
    for (let lot = from; lot < to; lot++) {
      const product = total * (price === undefined ? grams[lot]! : grams[lot]! * price[lot]!);
      if (product > EXACT) return this.shareBig(total, from, to);
      // The quotient may round up to the next whole number; the remainder, which is exact, tells.
      let share = Math.floor(product / sum);
      let rest = product - share * sum;
      if (rest < 0) {
        share -= 1;
        rest += sum;
      }
      into[lot] = share;
      remainders[lot - from] = rest;
      left -= share;
    }
    this.raise(left, from, to);
    return true;
  }

  /** One unit each to the `left` largest remainders; of equal ones the first, as lots stand by their ids. */
  private raise(left: number, from: number, to: number): void {
    const { remainders, into } = this;
    const count = to - from;
    if (count > SORT_FROM && left > 1) {
      const order = Array.from({ length: count }, (_, index) => index).sort(
        (a, b) => remainders[b]! - remainders[a]! || a - b,
      );
      for (let n = 0; n < left; n++) into[from + order[n]!] = into[from + order[n]!]! + 1;
      return;
    }
    for (let n = 0; n < left; n++) {
      let best = 0;
      for (let index = 1; index < count; index++) if (remainders[index]! > remainders[best]!) best = index;
      into[from + best] = into[from + best]! + 1;
      remainders[best] = -1;
    }
  }

  private shareBig(total: number, from: number, to: number): boolean {
    const { grams, price, into } = this;
    const weights: bigint[] = [];
    for (let lot = from; lot < to; lot++) weights.push(BigInt(grams[lot]!) * BigInt(price?.[lot] ?? 1));
    const sum = weights.reduce((all, one) => all + one, 0n);
    const rests = weights.map((weight) => (BigInt(total) * weight) % sum);
    let left = total;
    weights.forEach((weight, index) => {
      const share = Number((BigInt(total) * weight) / sum);
      into[from + index] = share;
      left -= share;
    });
    const order = rests
      .map((_, index) => index)
      .sort((a, b) => Number(rests[b]! > rests[a]!) - Number(rests[b]! < rests[a]!) || a - b);
    for (let n = 0; n < left; n++) into[from + order[n]!] = into[from + order[n]!]! + 1;
    return true;
  }
}

/** From so many lots on, sorting is cheaper than looking for the largest again and again. */
const SORT_FROM = 32;

/** round_half_up(rate * grams / 1000), as in `waterfall`. */
function roundedPerKg(rate: number, grams: number): number {
  if (rate === 0) return 0;
  const product = rate * grams * 2 + 1000;
  if (product > EXACT) return Number((BigInt(rate) * BigInt(grams) * 2n + 1000n) / 2000n);
  const quotient = Math.floor(product / 2000);
  return quotient * 2000 > product ? quotient - 1 : quotient;
}

function refusalOf(policies: readonly RatesColumn[]): ReturnType<typeof refuse<"fees_over_whole">> | undefined {
  const over = policies.find((one) => one.platform_bp + one.cooperative_bp + one.agent_bp > FULL_BP);
  return over && refuse("fees_over_whole", `The fees of a policy are more than the whole of ${FULL_BP}.`, "policies");
}

function refused(reason: "net_below_zero" | "no_lot_to_pay" | "too_large", line: number, what: string) {
  return refuse(reason, `Line ${line} ${what}.`, "paid");
}
