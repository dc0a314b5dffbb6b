import { replacementJournal, packingOf, roundHalfUpDiv } from "@commonlot/domain";
import { row, rows, type Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import { safeNumber } from "./amounts";
import type { SaleRow } from "./capture";
import { inputHash, newId } from "./ids";
import { journalOf, writeJournals } from "./ledger";
import { divideLines, type PostSaleInput } from "./post";
import { notAllowed } from "./refusals";

export interface FundInput {
  claim_id: string;
  /** The order of the replacement. */
  order_id: string;
  /** The order whose packs are sent again, as it would be divided now. */
  of: PostSaleInput;
  lines: readonly {
    order_line_id: string;
    of_line_id: string;
    units: number;
    grams: number;
    /** What its carriage costs now. */
    freight_minor: bigint;
  }[];
}

interface OfLine {
  id: string;
  order_line_id: string;
  cooperative_id: string;
  pool_id: string;
  currency: string;
  policy_id: string | null;
  product_id: string | null;
  seller: string;
  packing_minor_per_kg: string | null;
  posted: boolean;
}

/**
 * A replacement as a sale that its claim pays for: to the households what the first goods brought theirs, unit for unit; packing by
 * the same policy; the freight of the new boxes. No fee is taken of it: it is no new sale. Once for an order.
 */
export async function fundReplacement(tx: Transaction, input: FundInput): Promise<{ cost_minor: number }> {
  const known = await row<{ captured_minor: string }>(tx, `select captured_minor from sale where order_id = ?`, [
    input.order_id,
  ]);
  if (known) return { cost_minor: safeNumber(known.captured_minor) };
  const first = await row<Pick<SaleRow, "currency" | "provider_ref" | "processor">>(
    tx,
    `select currency, provider_ref, processor from sale where order_id = ? for update`,
    [input.of.order_id],
  );
  if (!first)
    throw notAllowed("not_captured", "The payment of this order is still being taken. Try again in a minute.");
  const lines = await linesOf(tx, input);
  const worth = await worthOf(tx, input.of, lines);
  const priced = input.lines.map((line) => {
    const of = lines.find((one) => one.order_line_id === line.of_line_id);
    const share = worth.get(line.of_line_id);
    if (!of || !share) throw notAllowed("unknown_line", `Line ${line.of_line_id} is no line of the captured sale.`);
    const goods = share.units === 0n ? 0n : roundHalfUpDiv(share.amount * BigInt(line.units), share.units);
    const packing = packingOf(BigInt(of.packing_minor_per_kg ?? 0), BigInt(line.grams));
    return { ...line, of, paid: goods + packing + line.freight_minor };
  });
  const cost = priced.reduce((sum, line) => sum + line.paid, 0n);
  const [some] = priced;
  if (!some || cost === 0n) throw notAllowed("invalid_amount", "A replacement costs more than nothing.");
  const sale_id = newId("sale");
  await tx.raw(
    `insert into sale (id, order_id, currency, captured_minor, provider_ref, processor, input_hash, claim_id) values (?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      sale_id,
      input.order_id,
      first.currency,
      cost.toString(),
      first.provider_ref,
      first.processor,
      inputHash([input.order_id, priced.map((line) => [line.order_line_id, line.paid])]),
      input.claim_id,
    ],
  );
  await insertAll(
    tx,
    "sale_line",
    [
      ["id", "text", () => newId("saleline")],
      ["sale_id", "text", () => sale_id],
      ["order_id", "text", () => input.order_id],
      ["order_line_id", "text", (line) => line.order_line_id],
      ["cooperative_id", "text", (line) => line.of.cooperative_id],
      ["pool_id", "text", (line) => line.of.pool_id],
      ["currency", "text", () => first.currency],
      ["units", "bigint", (line) => line.units],
      ["grams", "bigint", (line) => line.grams],
      ["paid_minor", "bigint", (line) => line.paid],
      ["tax_minor", "bigint", () => 0],
      ["freight_paid_minor", "bigint", (line) => line.freight_minor],
      ["policy_id", "text", (line) => line.of.policy_id],
      ["product_id", "text", (line) => line.of.product_id],
      ["seller", "text", (line) => line.of.seller],
    ],
    priced,
  );
  const journal = journalOf(
    replacementJournal({
      claim_id: input.claim_id,
      cooperative_id: some.of.cooperative_id,
      currency: first.currency,
      order_id: input.order_id,
      amount_minor: cost,
      memo: `Sent again for order ${input.of.order_id}`,
    }),
  );
  await writeJournals(tx, [{ journal, source_id: input.order_id, order_id: input.order_id }]);
  return { cost_minor: safeNumber(cost.toString()) };
}

function linesOf(tx: Transaction, input: FundInput): Promise<OfLine[]> {
  return rows<OfLine>(
    tx,
    `select l.id, l.order_line_id, l.cooperative_id, l.pool_id, l.currency, l.policy_id, l.product_id, l.seller, p.packing_minor_per_kg, l.posted_at is not null as posted
     from sale_line l left join fee_policy p on p.id = l.policy_id where l.order_id = ? and l.order_line_id = any(?) order by l.order_line_id`,
    [input.of.order_id, input.lines.map((line) => line.of_line_id)],
  );
}

/** What the households of each line got, or will get, and for how many units. */
async function worthOf(
  tx: Transaction,
  of: PostSaleInput,
  lines: readonly OfLine[],
): Promise<Map<string, { amount: bigint; units: bigint }>> {
  const worth = new Map<string, { amount: bigint; units: bigint }>();
  for (const allocation of of.allocations) {
    const known = worth.get(allocation.order_line_id) ?? { amount: 0n, units: 0n };
    worth.set(allocation.order_line_id, { ...known, units: known.units + BigInt(allocation.units) });
  }
  const add = (line: string, amount: bigint) => {
    const known = worth.get(line);
    if (known) worth.set(line, { ...known, amount: known.amount + amount });
  };
  if (lines.every((line) => line.posted)) {
    const given = await rows<{ order_line_id: string; amount: string }>(
      tx,
      `select l.order_line_id, sum(r.amount_minor) as amount from sale_line l join sale_line_row r on r.sale_line_id = l.id
       where l.id = any(?) and r.household_id is not null group by l.order_line_id`,
      [lines.map((line) => line.id)],
    );
    for (const one of given) add(one.order_line_id, BigInt(one.amount));
    return worth;
  }
  for (const { line, rows: divided } of await divideLines(tx, of)) {
    for (const one of divided) if (one.lot !== undefined) add(line.order_line_id, one.amount_minor);
  }
  return worth;
}
