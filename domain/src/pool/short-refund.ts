import { apportion } from "../shared/apportion";
import { roundHalfUpDiv } from "../shared/money";
import { compareText } from "../shared/order";
import { goodsBack, stillSubstituted, type Substituted } from "./short-grade";
import { staysPromised, type ShortLine, type ShortLineOutcome, type ShortPlan } from "./short-types";

export interface ShortRefund {
  readonly goods_minor: bigint;
  readonly freight_minor: bigint;
  /** Of the two together, what is tax. */
  readonly tax_minor: bigint;
}

/**
 * What goes back for a line of which `short_packs` are missing for good, and `freight_minor` of whose freight goes back now
 * (docs: adr, shorts):
 * - goods = round_half_up((paid - freight paid) * short / packs), less what earlier shorts gave back; packs that another
 *   grade fills count with the difference of the two prices (`goodsBack`),
 * - tax in it = round_half_up(tax * (goods + freight) / paid), likewise on the running total.
 * Rounding the running total, never the step, makes any sequence of shorts sum to what one short of the same packs gives.
 */
export function refundOf(
  line: ShortLine,
  short_packs: number,
  freight_minor: bigint,
  substituted: readonly Substituted[] = [],
): ShortRefund {
  const { paid_minor, freight_paid_minor, tax_minor, ...before } = line.money;
  const back = goodsBack(paid_minor - freight_paid_minor, line.packs, short_packs, substituted);
  const goods = roundHalfUpDiv(back.num, back.den);
  const goods_minor = more(goods, before.refunded_goods_minor);
  const total = before.refunded_goods_minor + before.refunded_freight_minor + goods_minor + freight_minor;
  const tax = paid_minor === 0n ? 0n : roundHalfUpDiv(tax_minor * total, paid_minor);
  const part = more(tax, before.refunded_tax_minor);
  const amount = goods_minor + freight_minor;
  return { goods_minor, freight_minor, tax_minor: part < amount ? part : amount };
}

/** The carriage of one cooperative's part of an order, once the short is applied: parcels that left and parcels to come. */
export interface Carriage {
  readonly order: string;
  readonly cooperative: string;
  readonly cost_minor: bigint;
  /** Of an order of a quote that says who bears the gap (docs: adr, freight gap): what it would cost had nothing fallen short by this entry. */
  readonly before_minor?: bigint;
}

/**
 * Adds the freight to a plan: what was paid for carriage beyond what the parcels that travel cost goes back. When nothing
 * travels that is all of it; a box that became lighter gives back the difference; a dearer one costs the buyer nothing.
 * Lines that are missing whole give theirs back first; what is kept of theirs carries the others' box (see dividing).
 * Where the order's quote says who bears the gap between freight quoted and planned (`before_minor`), only what the carriage costs less by
 * this entry goes back; what was quoted above the plan is settled when the goods have left. Where nothing of it travels, all goes back.
 * Never more than is left of what was paid. Orders that are not listed in `carriage` keep their freight; so does one of which something still waits: its box is
 * not known yet.
 */
export function withFreight(plan: ShortPlan, lines: readonly ShortLine[], carriage: readonly Carriage[]): ShortPlan {
  const now = new Map(plan.lines.map((line) => [line.order_line, line]));
  const back = new Map<string, bigint>();
  for (const { order, cooperative, cost_minor, before_minor } of carriage) {
    const mine = lines.filter((line) => line.order === order && line.cooperative === cooperative);
    const waits = (line: ShortLine) => {
      const outcome = now.get(line.order_line);
      return line.waiting_packs > 0 || (outcome !== undefined && outcome.packs > 0 && staysPromised(outcome.policy));
    };
    if (mine.some(waits)) continue;
    const kept = (line: ShortLine) => line.money.freight_paid_minor - line.money.refunded_freight_minor;
    const total = mine.reduce((sum, line) => sum + kept(line), 0n);
    // What was refunded for parcels lost on the way is the carrier's to bear: their cost is still in `cost_minor`.
    const paid = total + mine.reduce((sum, line) => sum + line.money.lost_freight_minor, 0n);
    const missing = mine.filter((line) => line.short_packs + (now.get(line.order_line)?.packs ?? 0) === line.packs);
    const none_travels = cost_minor === 0n && missing.length === mine.length;
    let left = more(none_travels ? paid : (before_minor ?? paid), cost_minor);
    for (const group of [missing, mine.filter((line) => !missing.includes(line))]) {
      const most = group.reduce((sum, line) => sum + kept(line), 0n);
      const given = left < most ? left : most;
      const shares = apportion(
        given,
        group.map(kept),
        group.map((line) => line.order_line),
        compareText,
      );
      group.forEach((line, index) => back.set(line.order_line, shares[index] ?? 0n));
      left -= given;
    }
  }
  return { ...plan, lines: lineOutcomes(lines, plan.lines, back) };
}

/** Each line's packs, drops and refund, by line id; lines to which nothing happens are left out. */
export function lineOutcomes(
  lines: readonly ShortLine[],
  short: readonly {
    order_line: string;
    packs: number;
    drops: ShortLineOutcome["drops"];
    never_given?: number;
    substituted?: readonly Substituted[];
    offer?: ShortLineOutcome["offer"];
    regraded?: number;
    /** A parcel that is lost is not waited for. */
    for_good?: boolean;
  }[],
  freight: ReadonlyMap<string, bigint>,
): ShortLineOutcome[] {
  return [...lines]
    .sort((a, b) => compareText(a.order_line, b.order_line))
    .flatMap((line): ShortLineOutcome[] => {
      const now = short.find((one) => one.order_line === line.order_line);
      const packs = now?.packs ?? 0;
      const waits = now?.for_good !== true && staysPromised(line.policy);
      const missing = line.short_packs - line.waiting_packs + (waits ? 0 : packs);
      const substituted = now?.substituted ?? filledNow(line);
      const refund = refundOf(line, missing, freight.get(line.order_line) ?? 0n, substituted);
      const regraded = now?.regraded ?? 0;
      if (packs === 0 && regraded === 0 && refund.goods_minor + refund.freight_minor === 0n) return [];
      return [
        {
          order: line.order,
          order_line: line.order_line,
          pool: line.pool,
          packs,
          pack_units: line.pack_units,
          drops: now?.drops ?? [],
          ...refund,
          policy: line.policy,
          never_given: now?.never_given ?? 0,
          substituted,
          offer: now?.offer ?? null,
          regraded,
        },
      ];
    });
}

/** Of the packs its buyer once agreed to: those that another grade fills. A yes whose goods never came counts for nothing. */
function filledNow(line: ShortLine): Substituted[] {
  const given = line.allocations.map(({ lot, pool = line.pool, units }) => ({ lot, pool, units }));
  return stillSubstituted(line.substituted, given, line.pack_units);
}

function more(total: bigint, before: bigint): bigint {
  return total > before ? total - before : 0n;
}
