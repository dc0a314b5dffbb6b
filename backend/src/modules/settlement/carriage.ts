import { carryFreight, roundHalfUpDiv, taxKept, type CarriedFreight, type FreightRule } from "@commonlot/domain";
import { toWhole, type Whole } from "./amounts";

/** What a line of a sale says of its money, as far as carriage asks. */
export interface CarriedSaleLine {
  order_line_id: string;
  cooperative_id: string;
  paid_minor: string;
  tax_minor: string;
  refund_minor: string;
  refund_tax_minor: string;
  borne_minor: string;
  freight_paid_minor: string;
  refund_freight_minor: string;
}

/** What filled an order, and what its boxes cost. */
interface Sent {
  allocations: readonly { order_line_id: string }[];
  freight: readonly { order_line_id: string; freight_minor: Whole }[];
}

/**
 * Who pays the boxes: the buyer's freight of a cooperative's lines is one purse (domain, `carryFreight`). A line that fell
 * short whole has no goods and no household to pay, so what is kept of its freight goes first.
 */
export function carriedFreight<Line extends CarriedSaleLine>(
  lines: readonly Line[],
  input: Sent,
  policyOf: (line: Line) => { freight_rule: FreightRule },
): Map<string, CarriedFreight> {
  const filled = new Set(input.allocations.map((allocation) => allocation.order_line_id));
  return carryFreight(
    lines.map((line) => ({
      line: line.order_line_id,
      cooperative: line.cooperative_id,
      filled: filled.has(line.order_line_id),
      cost_minor: costOf(line, input),
      purse_minor: purseOf(line),
      rule: policyOf(line).freight_rule,
    })),
  );
}

/** What the boxes of a line cost, before any rule. */
export function costOf(line: { order_line_id: string }, input: Sent): bigint {
  return input.freight
    .filter((given) => given.order_line_id === line.order_line_id)
    .reduce((sum, given) => sum + toWhole(given.freight_minor, "freight_minor"), 0n);
}

/** What is kept of the freight that was paid with a line, less its part of the tax that is kept. */
export function purseOf(line: Omit<CarriedSaleLine, "order_line_id" | "cooperative_id">): bigint {
  const money = BigInt(line.paid_minor) - BigInt(line.refund_minor) + BigInt(line.borne_minor);
  const freight = BigInt(line.freight_paid_minor) - BigInt(line.refund_freight_minor);
  const kept = freight < money ? freight : money;
  if (kept <= 0n) return 0n;
  const tax = BigInt(line.tax_minor) - BigInt(line.refund_tax_minor);
  const after_tax = kept - roundHalfUpDiv(tax * kept, money);
  return after_tax > 0n ? after_tax : 0n;
}

/** A line with the tax that its refunds leave to be paid, whatever part of it they named. */
export function owingTax<Line extends Omit<CarriedSaleLine, "order_line_id" | "cooperative_id">>(line: Line): Line {
  const tax_minor = BigInt(line.tax_minor);
  const kept = taxKept({
    paid_minor: BigInt(line.paid_minor),
    tax_minor,
    refund_tax_minor: BigInt(line.refund_tax_minor),
    // What the cooperative bears went back to the buyer, and was put in again by it.
    refund_minor: BigInt(line.refund_minor) - BigInt(line.borne_minor),
    freight_kept_minor: BigInt(line.freight_paid_minor) - BigInt(line.refund_freight_minor),
  });
  return { ...line, refund_tax_minor: (tax_minor - kept).toString() };
}
