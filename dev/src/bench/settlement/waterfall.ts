import {
  waterfall,
  waterfallArrays,
  type RatesColumn,
  type WaterfallColumns,
  type WaterfallLines,
} from "@commonlot/domain";
import { draws, Red, type Books } from "./books.js";

const LINES = 1_000_000;
/** Lines asked one by one of `waterfall` itself, with all its checks: it is the rule, and the slowest. */
const ASKED_ALONE = 2_000;

const POLICIES: readonly RatesColumn[] = [
  { platform_bp: 300, cooperative_bp: 500, agent_bp: 0, packing_minor_per_kg: 40, holdback_bp: 0 },
  { platform_bp: 250, cooperative_bp: 700, agent_bp: 150, packing_minor_per_kg: 35, holdback_bp: 1_000 },
];

/** The waterfall of a million parcel lines in memory: columns, BigInt objects, and one pass that only multiplies and adds. */
export function benchWaterfall({ say }: Pick<Books, "say">): void {
  const lines = parcelLines(LINES);
  const columns = best(3, () => divided(lines));
  const pass = best(3, () => onePass(lines));
  const objects = best(1, () => bigintLines(lines));
  everyParcelExact(lines, columns.value, objects.value);
  for (let n = 0; n < ASKED_ALONE; n++) asTheRule(lines, columns.value, (n * 499) % LINES);
  say(
    `waterfall of ${LINES.toLocaleString("en-US")} parcel lines, ${lines.grams.length.toLocaleString("en-US")} lots: columns ${columns.ms} ms, ` +
      `BigInt objects ${objects.ms} ms (${(objects.ms / columns.ms).toFixed(0)} x), one pass of multiply and sum ${pass.ms.toFixed(1)} ms ` +
      `(columns take ${(columns.ms / pass.ms).toFixed(0)} x that); every parcel exact, ${naiveOff(lines, columns.value)} % of them a cent off by naive rounding`,
  );
}

/** One to three lots a line, priced by grade. */
function parcelLines(count: number): WaterfallLines {
  const draw = draws(20_261_126);
  const first_lot = new Uint32Array(count + 1);
  for (let line = 0; line < count; line++) first_lot[line + 1] = first_lot[line]! + 1 + draw(3);
  const lots = first_lot[count]!;
  const column = (length: number, value: () => number) => Float64Array.from({ length }, value);
  return {
    paid: column(count, () => 2_000 + draw(20_000)),
    tax: column(count, () => draw(150)),
    refund: column(count, () => (draw(50) === 0 ? draw(200) : 0)),
    freight: column(count, () => 500 + draw(700)),
    policy: Uint16Array.from({ length: count }, () => draw(2)),
    policies: POLICIES,
    first_lot,
    grams: column(lots, () => 100 + draw(5_000)),
    price: column(lots, () => 1_500 + draw(900)),
  };
}

function divided(lines: WaterfallLines): WaterfallColumns {
  const result = waterfallArrays(lines);
  if (!result.ok) throw new Red(result.refusal.message);
  return result.value;
}

/** The least that reading every figure once can cost. */
function onePass({ grams, price, paid }: WaterfallLines): number {
  let sum = 0;
  for (let lot = 0; lot < grams.length; lot++) sum += grams[lot]! * price![lot]!;
  for (let line = 0; line < paid.length; line++) sum += paid[line]! * 500;
  return sum;
}

interface ObjectLine {
  sums: [bigint, bigint, bigint, bigint];
  lots: { payable: bigint; holdback: bigint }[];
}

/** The plain way: an object a line, BigInt, a sort for the remainders. */
function bigintLines(lines: WaterfallLines): ObjectLine[] {
  return Array.from(lines.paid, (paid, line): ObjectLine => {
    const rates = lines.policies[lines.policy[line]!]!;
    const lots = Array.from({ length: lines.first_lot[line + 1]! - lines.first_lot[line]! }, (_, index) => {
      const lot = lines.first_lot[line]! + index;
      return { index, grams: BigInt(lines.grams[lot]!), price: BigInt(lines.price![lot]!) };
    });
    const grams = lots.reduce((sum, lot) => sum + lot.grams, 0n);
    const packing = (BigInt(rates.packing_minor_per_kg) * grams * 2n + 1000n) / 2000n;
    const net =
      BigInt(paid) - BigInt(lines.tax[line]!) - BigInt(lines.refund[line]!) - BigInt(lines.freight[line]!) - packing;
    const fee = (bp: number) => (net * BigInt(bp)) / 10_000n;
    const fees = [fee(rates.platform_bp), fee(rates.cooperative_bp), fee(rates.agent_bp)] as const;
    const rest = net - fees[0] - fees[1] - fees[2];
    const weight = lots.reduce((sum, lot) => sum + lot.grams * lot.price, 0n);
    const shares = lots.map((lot) => {
      const exact = rest * lot.grams * lot.price;
      return { index: lot.index, share: exact / weight, remainder: exact % weight };
    });
    let left = rest - shares.reduce((sum, one) => sum + one.share, 0n);
    for (const one of [...shares].sort((a, b) => Number(b.remainder - a.remainder) || a.index - b.index)) {
      if (left === 0n) break;
      one.share += 1n;
      left -= 1n;
    }
    return {
      sums: [packing, ...fees],
      lots: shares.map(({ share }) => {
        const holdback = (share * BigInt(rates.holdback_bp)) / 10_000n;
        return { payable: share - holdback, holdback };
      }),
    };
  });
}

/** Sums to what was paid, and the same as the objects, lot by lot. */
function everyParcelExact(lines: WaterfallLines, out: WaterfallColumns, objects: readonly ObjectLine[]): void {
  for (let line = 0; line < lines.paid.length; line++) {
    const { sums, lots } = objects[line]!;
    let sum = lines.tax[line]! + lines.refund[line]! + lines.freight[line]!;
    const mine = [out.packing[line]!, out.platform[line]!, out.cooperative[line]!, out.agent[line]!];
    mine.forEach((amount, index) => {
      sum += amount;
      if (amount !== Number(sums[index])) throw new Red(`line ${line}: ${amount} is not ${sums[index]}`);
    });
    lots.forEach(({ payable, holdback }, index) => {
      const lot = lines.first_lot[line]! + index;
      sum += out.payable[lot]! + out.holdback[lot]!;
      if (out.payable[lot] !== Number(payable) || out.holdback[lot] !== Number(holdback)) {
        throw new Red(`line ${line}, lot ${index}: ${out.payable[lot]} is not ${payable}`);
      }
    });
    if (sum !== lines.paid[line]) throw new Red(`line ${line} sums to ${sum}, ${lines.paid[line]} was paid`);
  }
}

function asTheRule(lines: WaterfallLines, out: WaterfallColumns, line: number): void {
  const from = lines.first_lot[line]!;
  const rule = waterfall({
    currency: "CNY",
    paid_minor: lines.paid[line]!,
    tax_minor: lines.tax[line]!,
    refund_minor: lines.refund[line]!,
    freight_minor: lines.freight[line]!,
    policy: lines.policies[lines.policy[line]!]!,
    lots: Array.from(lines.grams.subarray(from, lines.first_lot[line + 1]), (grams, index) => ({
      lot: `lot_${index}`,
      household: "h",
      grams,
      price_minor_per_kg: lines.price![from + index]!,
    })),
  });
  if (!rule.ok) throw new Red(rule.refusal.message);
  for (const row of rule.value.rows) {
    if (row.account !== "household_payable") continue;
    const mine = out.payable[from + Number(row.lot?.slice(4))];
    if (mine !== Number(row.amount_minor)) throw new Red(`line ${line}: ${mine} is not the rule's ${row.amount_minor}`);
  }
}

/** How many of a hundred parcels would not sum if every share were rounded by itself. */
function naiveOff(lines: WaterfallLines, out: WaterfallColumns): string {
  let off = 0;
  for (let line = 0; line < lines.paid.length; line++) {
    const [from, to] = [lines.first_lot[line]!, lines.first_lot[line + 1]!];
    let rest = 0;
    let weight = 0;
    for (let lot = from; lot < to; lot++) {
      rest += out.payable[lot]! + out.holdback[lot]!;
      weight += lines.grams[lot]! * lines.price![lot]!;
    }
    let rounded = 0;
    for (let lot = from; lot < to; lot++)
      rounded += Math.round((rest * lines.grams[lot]! * lines.price![lot]!) / weight);
    if (rounded !== rest) off += 1;
  }
  return ((off * 100) / lines.paid.length).toFixed(1);
}

function best<T>(times: number, work: () => T): { ms: number; value: T } {
  let found: { ms: number; value: T } | undefined;
  for (let n = 0; n < times; n++) {
    const began = performance.now();
    const value = work();
    const took = performance.now() - began;
    if (!found || took < found.ms) found = { ms: Math.round(took * 10) / 10, value };
  }
  return found!;
}
