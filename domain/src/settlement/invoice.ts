import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { checkTaxNumber, type TaxNumberRefusal } from "../shared/tax-number";

/** What was sold on one line. Whole minor units; `paid_minor` is all of it, its tax and its share of the freight included. */
export interface SoldLine {
  readonly order_line_id: string;
  /** Who invoices it: a cooperative's id, or "platform". */
  readonly seller: string;
  readonly paid_minor: bigint;
  readonly tax_minor: bigint;
  readonly freight_minor: bigint;
  /** Of the goods, in percent as text: "9", "0". */
  readonly rate: string;
}

export interface TaxRow {
  readonly rate: string;
  readonly net_minor: bigint;
  readonly tax_minor: bigint;
}

/** One seller's part of an order, as its paper says it: net + tax = total, on every line, every tax row, and the whole. */
export interface InvoiceFigures {
  readonly seller: string;
  readonly lines: readonly SoldLine[];
  readonly tax_rows: readonly TaxRow[];
  readonly net_minor: bigint;
  readonly tax_minor: bigint;
  readonly total_minor: bigint;
}

/** Divides an order among its sellers, in the order of their ids; lines stay in theirs. What was paid nothing for is on no invoice. */
export function invoicesOf(lines: readonly SoldLine[]): InvoiceFigures[] {
  const sellers = [...new Set(lines.map((line) => line.seller))].sort();
  return sellers
    .map((seller) =>
      figuresOf(
        seller,
        lines.filter((line) => line.seller === seller && line.paid_minor > 0n),
      ),
    )
    .filter((figures) => figures.total_minor > 0n);
}

function figuresOf(seller: string, lines: readonly SoldLine[]): InvoiceFigures {
  const rates = [...new Set(lines.map((line) => line.rate))].sort((a, b) => Number(b) - Number(a) || (a < b ? -1 : 1));
  const tax_rows = rates.map((rate) => {
    const of = lines.filter((line) => line.rate === rate);
    return {
      rate,
      net_minor: sum(of, (line) => line.paid_minor - line.tax_minor),
      tax_minor: sum(of, (line) => line.tax_minor),
    };
  });
  const total_minor = sum(lines, (line) => line.paid_minor);
  const tax_minor = sum(lines, (line) => line.tax_minor);
  return { seller, lines, tax_rows, net_minor: total_minor - tax_minor, tax_minor, total_minor };
}

/** Whom an invoice is made out to; a private person's names neither. */
export interface InvoiceBuyer {
  readonly title: string | null;
  readonly tax_number: string | null;
}

/** Signs of the name on an invoice: as many as a company registers with. */
export const MAX_INVOICE_TITLE = 120;

/**
 * Whom an invoice is made out to, from what was typed: a name of one line, and a company's tax number by the rule of its country
 * (`country`: two capitals, ISO 3166). Both may be empty. Refuses a name that is too long or holds control signs, a number without a
 * name, and a number that `checkTaxNumber` refuses.
 */
export function invoiceBuyer(
  country: string,
  typed: { readonly title: string; readonly tax_number: string },
): Result<InvoiceBuyer, Refusal<"invalid_title" | "title_needed"> | TaxNumberRefusal> {
  const title = typed.title.trim();
  if (title.length > MAX_INVOICE_TITLE || /\p{Cc}/u.test(title)) {
    return refuse("invalid_title", `The name is one line of at most ${MAX_INVOICE_TITLE} signs.`, "title");
  }
  if (typed.tax_number.trim() === "") return ok({ title: title === "" ? null : title, tax_number: null });
  if (title === "") return refuse("title_needed", "Write whose tax number this is.", "title");
  const tax_number = checkTaxNumber(country, typed.tax_number);
  return tax_number.ok ? ok({ title, tax_number: tax_number.value }) : tax_number;
}

/** What one refund gave back on a line. */
export interface CreditableLine {
  readonly order_line_id: string;
  readonly amount_minor: bigint;
  readonly tax_minor: bigint;
}

/**
 * The figures of a credit note: what a refund gave back of the lines of one invoice; null when it touches none of them. Refuses more than
 * the invoice says was paid, what was credited before included (`credited`, by line).
 */
export function creditOf(
  invoice: Pick<InvoiceFigures, "seller" | "lines">,
  refunded: readonly CreditableLine[],
  credited: ReadonlyMap<string, bigint>,
): Result<InvoiceFigures | null, Refusal<"over_invoice">> {
  const lines: SoldLine[] = [];
  for (const line of invoice.lines) {
    const of = refunded.filter((one) => one.order_line_id === line.order_line_id);
    if (of.length === 0) continue;
    const paid_minor = sum(of, (one) => one.amount_minor);
    if (paid_minor + (credited.get(line.order_line_id) ?? 0n) > line.paid_minor) {
      return refuse("over_invoice", "More was given back than was invoiced.");
    }
    lines.push({ ...line, paid_minor, tax_minor: sum(of, (one) => one.tax_minor), freight_minor: 0n });
  }
  const figures = figuresOf(invoice.seller, lines);
  return ok(figures.total_minor > 0n ? figures : null);
}

function sum<T>(all: readonly T[], of: (one: T) => bigint): bigint {
  return all.reduce((total, one) => total + of(one), 0n);
}
