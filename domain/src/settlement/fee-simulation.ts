import { compareText } from "../shared/order";
import { carryFreight, type FreightRule } from "./carriage";
import { waterfallArrays, type RatesColumn, type WaterfallColumns } from "./waterfall-arrays";

/** What of a policy moves money between parties; the rest of it says when and to whom it is paid. */
export interface SimulatedRates {
  readonly rates: RatesColumn;
  readonly freight_rule: FreightRule;
}

/** A divided line as it stands in the books, in whole minor units. */
export interface BookedLine {
  readonly line: string;
  readonly order: string;
  readonly cooperative: string;
  readonly paid: number;
  /** What is kept of the tax; what went back to the buyer and was not borne by the cooperative. */
  readonly tax: number;
  readonly refund: number;
  /** What its boxes cost, and what is kept of the freight that was paid with it (`carryFreight`). */
  readonly cost: number;
  readonly purse: number;
  /** Its lots, those that got nothing as well. */
  readonly lots: readonly BookedLot[];
  /** How its pool is priced: the households' part goes to lots, is paid at prices of their tickets, or goes to a price pool. */
  readonly mode: "by_sale" | "fixed" | "pool_average";
  /** What its parties got, holdbacks among the households'. */
  readonly got: Shares;
  readonly before: SimulatedRates;
  readonly after: SimulatedRates;
}

export interface BookedLot {
  readonly lot: string;
  /** Null: goods that came back and were sold again; what they bring is their claim's. */
  readonly household: string | null;
  readonly grams: number;
  /** What it got of the line, its holdback included. */
  readonly got: number;
}

/** Who has what of the money; sums to what was paid, together with tax and refunds. */
export interface Shares {
  readonly carriers: number;
  /** Packing, its percentage, and what it bears or keeps of freight and prices. */
  readonly cooperative: number;
  readonly platform: number;
  readonly agent: number;
  readonly households: number;
  readonly price_pools: number;
  /** For those who paid for goods that came back. */
  readonly returned_goods: number;
}

export interface Compared {
  readonly before: number;
  readonly after: number;
}

export interface FeeSimulation {
  readonly lines: number;
  /** Lines that can't be divided again to what they are in the books: they stand as they are on both sides. */
  readonly left_as_they_are: number;
  readonly paid: number;
  readonly tax: number;
  readonly refunded: number;
  readonly shares: Record<keyof Shares, Compared>;
  /** By household id; those whose lots were priced by sale or at their tickets' prices. */
  readonly households: ReadonlyMap<string, Compared>;
}

const PARTIES = [
  "carriers",
  "cooperative",
  "platform",
  "agent",
  "households",
  "price_pools",
  "returned_goods",
] as const;

/**
 * Divides lines of the books once more by other rates, with the very code that divides (`carryFreight`, `waterfallArrays`), and
 * adds up who would have what. First each line is divided by its own rates: one that does not come out as it stands in the books (it
 * was divided before its costs were kept, or changed since) is left as it is, and counted. So the same rates give no difference.
 */
export function simulateFees(lines: readonly BookedLine[]): FeeSimulation {
  const booked = new Booked(lines);
  const before = booked.divide((line) => line.before);
  const after = booked.divide((line) => line.after);
  const total = new Totals();
  const [as_is, by_other] = [emptyShared(), emptyShared()];
  lines.forEach((line, index) => {
    const lots = booked.lots[index]!;
    const comes_out =
      shareOut(before, index, line, lots, as_is) &&
      sameAsBooks(line, lots, as_is) &&
      shareOut(after, index, line, lots, by_other);
    total.add(line, lots, comes_out ? by_other : null);
  });
  return total.result();
}

/** Several parts of one period as one. */
export function addSimulations(parts: readonly FeeSimulation[]): FeeSimulation {
  const sum = (of: (part: FeeSimulation) => number) => parts.reduce((all, part) => all + of(part), 0);
  const households = new Map<string, Compared>();
  for (const part of parts) {
    for (const [household, { before, after }] of part.households) {
      const known = households.get(household) ?? NOTHING;
      households.set(household, { before: known.before + before, after: known.after + after });
    }
  }
  const share = (party: keyof Shares): Compared => ({
    before: sum((part) => part.shares[party].before),
    after: sum((part) => part.shares[party].after),
  });
  return {
    lines: sum((part) => part.lines),
    left_as_they_are: sum((part) => part.left_as_they_are),
    paid: sum((part) => part.paid),
    tax: sum((part) => part.tax),
    refunded: sum((part) => part.refunded),
    shares: Object.fromEntries(PARTIES.map((party) => [party, share(party)])) as Record<keyof Shares, Compared>,
    households,
  };
}

const NOTHING: Compared = { before: 0, after: 0 };

/** What a line comes to; one is written over again and again, so that a hundred thousand lines leave no garbage. */
interface Shared {
  readonly shares: { -readonly [Party in keyof Shares]: number };
  /** What each of its lots gets, in their order. */
  readonly lots: number[];
}

const emptyShared = (): Shared => ({
  shares: { carriers: 0, cooperative: 0, platform: 0, agent: 0, households: 0, price_pools: 0, returned_goods: 0 },
  lots: [],
});

/** All lines by some rates: in columns, or one by one when one of them is refused. */
interface Division {
  readonly freight: Float64Array;
  readonly left: Float64Array;
  readonly whole: { readonly columns: WaterfallColumns; readonly first_lot: Uint32Array } | null;
  readonly alone: readonly (WaterfallColumns | null)[];
}

type RatesOf = (line: BookedLine) => SimulatedRates;

/** Lines in columns: what is theirs whatever the rates is written down once. */
class Booked {
  /** By their ids, which is how the waterfall draws ties. */
  readonly lots: readonly (readonly BookedLot[])[];
  private readonly first_lot: Uint32Array;
  private readonly grams: Float64Array;
  private readonly paid: Float64Array;
  private readonly tax: Float64Array;
  private readonly refund: Float64Array;
  private carried: { rules: readonly FreightRule[]; freight: Carried } | undefined;

  constructor(private readonly lines: readonly BookedLine[]) {
    this.lots = lines.map((line) => byId(line.lots));
    this.first_lot = new Uint32Array(lines.length + 1);
    this.lots.forEach((lots, index) => (this.first_lot[index + 1] = this.first_lot[index]! + lots.length));
    this.grams = new Float64Array(this.first_lot[lines.length]!);
    this.lots.forEach((lots, index) =>
      lots.forEach((lot, at) => (this.grams[this.first_lot[index]! + at] = lot.grams)),
    );
    this.paid = Float64Array.from(lines, (line) => line.paid);
    this.tax = Float64Array.from(lines, (line) => line.tax);
    this.refund = Float64Array.from(lines, (line) => line.refund);
  }

  divide(ratesOf: RatesOf): Division {
    const { lines } = this;
    const { freight, left, borne } = this.freightBy(lines.map((line) => ratesOf(line).freight_rule));
    const policies = [...new Set(lines.map((line) => ratesOf(line).rates))];
    const place = new Map(policies.map((rates, index) => [rates, index]));
    const policy = Uint16Array.from(lines, (line) => place.get(ratesOf(line).rates) ?? 0);
    const { paid, tax, refund, first_lot, grams } = this;
    const whole = waterfallArrays({
      ...{ paid, tax, refund, freight, left, put_in: borne, borne: true, policy, policies, first_lot, grams },
    });
    if (whole.ok) return { freight, left, whole: { columns: whole.value, first_lot }, alone: [] };
    // One of them is refused: each alone, so that it spoils no other.
    const alone = lines.map((line, index) => {
      const one = (column: Float64Array) => column.slice(index, index + 1);
      const its = waterfallArrays({
        ...{ paid: one(paid), tax: one(tax), refund: one(refund), freight: one(freight), left: one(left) },
        ...{ put_in: one(borne), borne: true, policy: new Uint16Array(1), policies: [ratesOf(line).rates] },
        first_lot: Uint32Array.of(0, first_lot[index + 1]! - first_lot[index]!),
        grams: grams.slice(first_lot[index], first_lot[index + 1]),
      });
      return its.ok ? its.value : null;
    });
    return { freight, left, whole: null, alone };
  }

  /** By the same rules freight is the same: most rates that are tried leave them alone. */
  private freightBy(rules: readonly FreightRule[]): Carried {
    const known = this.carried;
    if (known && known.rules.every((rule, index) => rule === rules[index])) return known.freight;
    const freight = carriedOf(this.lines, rules);
    this.carried = { rules, freight };
    return freight;
  }
}

function byId(lots: readonly BookedLot[]): readonly BookedLot[] {
  for (let at = 1; at < lots.length; at++) {
    if (compareText(lots[at - 1]!.lot, lots[at]!.lot) > 0) return [...lots].sort((a, b) => compareText(a.lot, b.lot));
  }
  return lots;
}

interface Carried {
  readonly freight: Float64Array;
  readonly left: Float64Array;
  readonly borne: Float64Array;
}

/**
 * Freight order by order: only lines of one order share a purse. Where the purse of each line of an order is what its boxes cost, each pays its
 * own by every rule.
 */
function carriedOf(lines: readonly BookedLine[], rules: readonly FreightRule[]): Carried {
  const freight = Float64Array.from(lines, (line) => line.cost);
  const carried = { freight, left: new Float64Array(lines.length), borne: new Float64Array(lines.length) };
  const uneven = new Map<string, number[]>();
  for (const line of lines) {
    const nothing = line.cost === 0 && line.purse === 0;
    if (!nothing && (line.cost !== line.purse || line.lots.length === 0)) uneven.set(line.order, []);
  }
  if (uneven.size === 0) return carried;
  lines.forEach((line, index) => uneven.get(line.order)?.push(index));
  for (const indexes of uneven.values()) {
    const shared = carryFreight(
      indexes.map((index) => {
        const { line, cooperative, lots, cost, purse } = lines[index]!;
        const amounts = { cost_minor: BigInt(cost), purse_minor: BigInt(purse) };
        return { line, cooperative, filled: lots.length > 0, ...amounts, rule: rules[index]! };
      }),
    );
    for (const index of indexes) {
      const own = shared.get(lines[index]!.line)!;
      carried.freight[index] = Number(own.freight_minor);
      carried.left[index] = Number(own.left_minor);
      carried.borne[index] = Number(own.borne_minor);
    }
  }
  return carried;
}

/** What a line comes to by a division, written into `into`. False when it can't be divided. */
function shareOut(by: Division, index: number, line: BookedLine, lots: readonly BookedLot[], into: Shared): boolean {
  const columns = by.whole ? by.whole.columns : by.alone[index];
  if (!columns) return false;
  const [at, from] = by.whole ? [index, by.whole.first_lot[index]!] : [0, 0];
  const { shares } = into;
  let [rest, households, returned_goods] = [0, 0, 0];
  into.lots.length = lots.length;
  for (let lot = 0; lot < lots.length; lot++) {
    const share = columns.payable[from + lot]! + columns.holdback[from + lot]!;
    // At the prices of their tickets households get what they got, whatever the rates; the cooperative has the margin.
    const amount = line.mode === "by_sale" ? share : line.mode === "fixed" ? lots[lot]!.got : 0;
    into.lots[lot] = amount;
    rest += share;
    if (lots[lot]!.household === null) returned_goods += amount;
    else households += amount;
  }
  const price_pools = line.mode === "pool_average" ? rest : 0;
  shares.carriers = by.freight[index]!;
  shares.cooperative =
    columns.packing[at]! +
    columns.cooperative[at]! +
    by.left[index]! -
    columns.freight_borne[at]! -
    columns.packing_borne[at]! +
    (rest - households - returned_goods - price_pools);
  shares.platform = columns.platform[at]!;
  shares.agent = columns.agent[at]!;
  shares.households = households;
  shares.price_pools = price_pools;
  shares.returned_goods = returned_goods;
  return true;
}

function sameAsBooks(line: BookedLine, lots: readonly BookedLot[], divided: Shared): boolean {
  for (const party of PARTIES) if (line.got[party] !== divided.shares[party]) return false;
  for (let lot = 0; lot < lots.length; lot++) if (lots[lot]!.got !== divided.lots[lot]) return false;
  return true;
}

class Totals {
  private lines = 0;
  private left_as_they_are = 0;
  private paid = 0;
  private tax = 0;
  private refunded = 0;
  private readonly shares = Object.fromEntries(PARTIES.map((party) => [party, { before: 0, after: 0 }])) as Record<
    keyof Shares,
    { before: number; after: number }
  >;
  private readonly households = new Map<string, { before: number; after: number }>();

  /** `other`: by the other rates; null for a line that stands as it is. */
  add(line: BookedLine, lots: readonly BookedLot[], other: Shared | null): void {
    this.lines += 1;
    this.left_as_they_are += other === null ? 1 : 0;
    this.paid += line.paid;
    this.tax += line.tax;
    this.refunded += line.refund;
    for (const party of PARTIES) {
      const sum = this.shares[party];
      sum.before += line.got[party];
      sum.after += other === null ? line.got[party] : other.shares[party];
    }
    for (let lot = 0; lot < lots.length; lot++) {
      const { household, got } = lots[lot]!;
      this.of(household, got, other === null ? got : other.lots[lot]!);
    }
  }

  private of(household: string | null, before: number, after: number): void {
    if (household === null) return;
    const known = this.households.get(household);
    if (known) {
      known.before += before;
      known.after += after;
    } else this.households.set(household, { before, after });
  }

  result(): FeeSimulation {
    const { lines, left_as_they_are, paid, tax, refunded, shares, households } = this;
    return { lines, left_as_they_are, paid, tax, refunded, shares, households };
  }
}
