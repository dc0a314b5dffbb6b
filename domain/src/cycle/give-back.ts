import { roundHalfUpDiv } from "../shared/money";

/** One line of an order in a cycle that is over, in minor units. */
export interface CycleLine {
  readonly order_line_id: string;
  /** What was paid for the goods, tax in it and freight not. */
  readonly goods_minor: bigint;
  /** The tax in what was paid for the goods. */
  readonly tax_minor: bigint;
  /** What of `goods_minor` has not been given back yet. */
  readonly left_minor: bigint;
  /** What of the tax is still owed. */
  readonly tax_left_minor: bigint;
  readonly packs: number;
  /** What a pack costs at the step that was reached, as prices are written. */
  readonly final_minor: bigint;
  /** Whether prices are written with their tax in them. */
  readonly tax_included: boolean;
}

export interface GivenBack {
  readonly order_line_id: string;
  readonly amount_minor: bigint;
  readonly tax_minor: bigint;
}

/**
 * What a buyer gets back of each line when the price has fallen: `paid - final price * packs` (a price without its tax is
 * taxed as the line was, rounded half up). Of a line that was given back in part it is the part that is left,
 * rounded half up. Who paid less than the final price (a promotion, say) owes nothing more: the line is not there. The tax in it by
 * the part of the line, rounded down. Lines without anything to give back are left out.
 */
export function priceBack(lines: readonly CycleLine[]): GivenBack[] {
  return lines.flatMap((line) => {
    const owed = owedOf(line);
    if (line.left_minor <= 0n || owed >= line.goods_minor) return [];
    const whole = line.goods_minor - owed;
    const amount_minor =
      line.left_minor === line.goods_minor ? whole : roundHalfUpDiv(whole * line.left_minor, line.goods_minor);
    if (amount_minor <= 0n) return [];
    const tax_minor = (line.tax_left_minor * amount_minor) / line.left_minor;
    return [{ order_line_id: line.order_line_id, amount_minor, tax_minor }];
  });
}

function owedOf(line: CycleLine): bigint {
  const written = line.final_minor * BigInt(line.packs);
  const untaxed = line.goods_minor - line.tax_minor;
  if (line.tax_included || line.tax_minor === 0n || untaxed <= 0n) return written;
  return roundHalfUpDiv(written * line.goods_minor, untaxed);
}
