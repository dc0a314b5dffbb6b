/** A line of an order as its refunds left it, in minor units. */
export interface RefundedLine {
  readonly paid_minor: bigint;
  readonly tax_minor: bigint;
  /** What of the tax the refunds have named as theirs. */
  readonly refund_tax_minor: bigint;
  /** What went back to the buyer and was put in by nobody. */
  readonly refund_minor: bigint;
  /** What the buyer paid for the carriage and did not get back. */
  readonly freight_kept_minor: bigint;
}

/**
 * The tax that a line still owes after its refunds. As named; but where the goods went back whole and only freight is kept, and no refund
 * named a tax, that of the freight alone: floor(tax * kept / paid). Never more than is left: a line is not held up for tax on money that
 * its buyer has again. Without a refund it is the line's tax.
 */
export function taxKept(line: RefundedLine): bigint {
  const { paid_minor, tax_minor, refund_tax_minor, refund_minor, freight_kept_minor } = line;
  const owed = tax_minor - refund_tax_minor;
  if (refund_minor <= 0n || refund_minor > paid_minor) return owed;
  const kept = paid_minor - refund_minor;
  const of_freight = refund_tax_minor === 0n && kept <= freight_kept_minor ? (tax_minor * kept) / paid_minor : owed;
  return of_freight < kept ? of_freight : kept;
}
