import { compareText } from "../shared/order";
import { carryFreight, type CarriedFreight, type FreightRule } from "./carriage";
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
  const before = divideAll(lines, (line) => line.before);
  const after = divideAll(lines, (line) => line.after);
  const total = new Totals();
  lines.forEach((line, index) => {
    const [as_is, by_other] = [before[index], after[index]];
    const comes_out = as_is !== undefined && by_other !== undefined && sameAsBooks(line, as_is);
    total.add(line, comes_out ? by_other : null);
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

interface Divided {
  readonly shares: Shares;
  /** As the line's lots, by lot id. */
  readonly lots: readonly { readonly household: string | null; readonly amount: number; readonly was: number }[];
}

function divideAll(
  lines: readonly BookedLine[],
  ratesOf: (line: BookedLine) => SimulatedRates,
): (Divided | undefined)[] {
  const carried = carriedOf(lines, ratesOf);
  const columns = columnsOf(lines, ratesOf, carried);
  if (columns) return lines.map((line, index) => dividedLine(line, index, carried, columns.divided, columns.first_lot));
  // One of them is refused: each alone, so that it spoils no other.
  if (lines.length <= 1) return lines.map(() => undefined);
  return lines.map((line) => {
    const own = new Map([[line.line, carried.get(line.line) ?? NO_FREIGHT]]);
    const alone = columnsOf([line], ratesOf, own);
    return alone ? dividedLine(line, 0, own, alone.divided, alone.first_lot) : undefined;
  });
}

const NO_FREIGHT: CarriedFreight = { freight_minor: 0n, left_minor: 0n, borne_minor: 0n };

/** Freight order by order: only lines of one order share a purse. */
function carriedOf(
  lines: readonly BookedLine[],
  ratesOf: (line: BookedLine) => SimulatedRates,
): Map<string, CarriedFreight> {
  const orders = new Map<string, BookedLine[]>();
  for (const line of lines) {
    const known = orders.get(line.order);
    if (known) known.push(line);
    else orders.set(line.order, [line]);
  }
  const carried = new Map<string, CarriedFreight>();
  for (const order of orders.values()) {
    if (order.every((line) => line.cost === 0 && line.purse === 0)) continue;
    const shared = carryFreight(
      order.map((line) => ({
        line: line.line,
        cooperative: line.cooperative,
        filled: line.lots.length > 0,
        cost_minor: BigInt(line.cost),
        purse_minor: BigInt(line.purse),
        rule: ratesOf(line).freight_rule,
      })),
    );
    for (const [line, freight] of shared) carried.set(line, freight);
  }
  return carried;
}

function columnsOf(
  lines: readonly BookedLine[],
  ratesOf: (line: BookedLine) => SimulatedRates,
  carried: ReadonlyMap<string, CarriedFreight>,
): { divided: WaterfallColumns; first_lot: Uint32Array } | null {
  const policies = [...new Set(lines.map((line) => ratesOf(line).rates))];
  const place = new Map(policies.map((rates, index) => [rates, index]));
  const count = lines.length;
  const first_lot = new Uint32Array(count + 1);
  lines.forEach((line, index) => (first_lot[index + 1] = first_lot[index]! + line.lots.length));
  const grams = new Float64Array(first_lot[count]!);
  lines.forEach((line, index) => sorted(line).forEach((lot, at) => (grams[first_lot[index]! + at] = lot.grams)));
  const freightOf = (line: BookedLine) => carried.get(line.line) ?? NO_FREIGHT;
  const divided = waterfallArrays({
    paid: Float64Array.from(lines, (line) => line.paid),
    tax: Float64Array.from(lines, (line) => line.tax),
    refund: Float64Array.from(lines, (line) => line.refund),
    freight: Float64Array.from(lines, (line) => Number(freightOf(line).freight_minor)),
    left: Float64Array.from(lines, (line) => Number(freightOf(line).left_minor)),
    put_in: Float64Array.from(lines, (line) => Number(freightOf(line).borne_minor)),
    borne: true,
    policy: Uint16Array.from(lines, (line) => place.get(ratesOf(line).rates) ?? 0),
    policies,
    first_lot,
    grams,
  });
  return divided.ok ? { divided: divided.value, first_lot } : null;
}

/** Lots as the waterfall takes them: by their ids, which is how ties are drawn. */
function sorted(line: BookedLine): readonly BookedLot[] {
  return [...line.lots].sort((a, b) => compareText(a.lot, b.lot));
}

function dividedLine(
  line: BookedLine,
  index: number,
  carried: ReadonlyMap<string, CarriedFreight>,
  divided: WaterfallColumns,
  first_lot: Uint32Array,
): Divided {
  const { freight_minor, left_minor } = carried.get(line.line) ?? NO_FREIGHT;
  const from = first_lot[index]!;
  const lots = sorted(line).map(({ household, got }, at) => ({
    household,
    was: got,
    amount: divided.payable[from + at]! + divided.holdback[from + at]!,
  }));
  const rest = lots.reduce((sum, lot) => sum + lot.amount, 0);
  // At the prices of their tickets households get what they got, whatever the rates; the cooperative has the margin.
  const paid =
    line.mode === "by_sale" ? lots : lots.map((lot) => ({ ...lot, amount: line.mode === "fixed" ? lot.was : 0 }));
  const to = (is: (lot: (typeof paid)[number]) => boolean) =>
    paid.reduce((sum, lot) => (is(lot) ? sum + lot.amount : sum), 0);
  const households = to((lot) => lot.household !== null);
  const returned_goods = to((lot) => lot.household === null);
  const price_pools = line.mode === "pool_average" ? rest : 0;
  return {
    lots: paid,
    shares: {
      carriers: Number(freight_minor),
      cooperative:
        divided.packing[index]! +
        divided.cooperative[index]! +
        Number(left_minor) -
        divided.freight_borne[index]! -
        divided.packing_borne[index]! +
        (rest - households - returned_goods - price_pools),
      platform: divided.platform[index]!,
      agent: divided.agent[index]!,
      households,
      price_pools,
      returned_goods,
    },
  };
}

function sameAsBooks(line: BookedLine, divided: Divided): boolean {
  return (
    PARTIES.every((party) => line.got[party] === divided.shares[party]) &&
    divided.lots.every((lot) => lot.amount === lot.was)
  );
}

class Totals {
  private lines = 0;
  private left_as_they_are = 0;
  private paid = 0;
  private tax = 0;
  private refunded = 0;
  private readonly shares = new Map<keyof Shares, { before: number; after: number }>(
    PARTIES.map((party) => [party, { before: 0, after: 0 }]),
  );
  private readonly households = new Map<string, { before: number; after: number }>();

  /** `other`: by the other rates; null for a line that stands as it is. */
  add(line: BookedLine, other: Divided | null): void {
    this.lines += 1;
    this.left_as_they_are += other === null ? 1 : 0;
    this.paid += line.paid;
    this.tax += line.tax;
    this.refunded += line.refund;
    for (const party of PARTIES) {
      const sum = this.shares.get(party)!;
      sum.before += line.got[party];
      sum.after += other === null ? line.got[party] : other.shares[party];
    }
    if (other === null) for (const lot of line.lots) this.of(lot.household, lot.got, lot.got);
    else for (const lot of other.lots) this.of(lot.household, lot.was, lot.amount);
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
    const { lines, left_as_they_are, paid, tax, refunded, households } = this;
    const shares = Object.fromEntries(this.shares) as Record<keyof Shares, Compared>;
    return { lines, left_as_they_are, paid, tax, refunded, shares, households };
  }
}
