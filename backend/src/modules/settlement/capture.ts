import { captureJournal } from "@commonlot/domain";
import { row, type Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import { claim } from "../outbox/append";
import { currencyCode, toWhole, type Whole } from "./amounts";
import { freezeFreight_, type AgreedFreight } from "./freight-gaps";
import { inputHash, newId } from "./ids";
import { journalOf, writeJournals } from "./ledger";
import { policiesInForce, policiesOfGoods } from "./policy";
import { notAllowed } from "./refusals";
import { sharesAtCapture_ } from "./transfers/joint-shares";
import { owedAtCapture_ } from "./transfers/receivables";

export interface RecordCaptureInput {
  message_id?: string;
  order_id: string;
  currency: string;
  captured_minor: Whole;
  /** The processor's id of the payment: what a refund or a question names. */
  provider_ref: string;
  /** Where the money lies: the card's processor when left out, or a cooperative's own account (docs/adr/0052). */
  processor?: string;
  /** Who brought it, and their rate: frozen here (docs/adr/0058). */
  agent?: { agent_id: string; agent_bp: number } | undefined;
  /** What its quotes say of their freight: frozen here (docs/adr/0063). */
  freight?: readonly AgreedFreight[] | undefined;
  /** When the buyer ordered: the policy of that moment is the one that binds; now when left out. */
  sold_at?: Date;
  lines: readonly {
    order_line_id: string;
    cooperative_id: string;
    pool_id: string;
    /** What was sold, where it may have rates of its own. */
    product_id?: string | null;
    units: Whole;
    grams: Whole;
    /** What the buyer paid for this line, its share of the freight paid and the tax included. */
    paid_minor: Whole;
    tax_minor: Whole;
    /** The part of it that is freight; 0 when left out. */
    freight_paid_minor?: Whole;
  }[];
}

export interface SaleRow {
  id: string;
  order_id: string;
  currency: string;
  captured_minor: string;
  provider_ref: string;
  processor: string;
  /** Who brought it, at which rate. */
  agent_id: string | null;
  agent_bp: number | null;
  /** What of it a company owed when it was captured (docs/adr/0058). */
  owed_minor: string;
  input_hash: string;
  posted_at: Date | null;
  /** Of a replacement: the claim that pays for it. */
  claim_id: string | null;
  /** A replacement that was taken back before it left. */
  withdrawn_at: Date | null;
}

/** The processor whose clearing account captured money stands on. */
export const PROCESSOR = "stripe";

/**
 * Books a captured payment: sale, lines with today's fee policy frozen on them, clearing -> buyer deposit; what its company owes instead of
 * clearing.
 * Idempotent by order: the same capture again changes nothing, another amount or other lines are refused.
 */
export async function recordCapture(
  tx: Transaction,
  input: RecordCaptureInput,
): Promise<{ sale_id: string; recorded: boolean }> {
  if (input.message_id) await claim(tx, "capture", input.message_id);
  const currency = currencyCode(input.currency);
  const processor = input.processor ?? PROCESSOR;
  const captured = toWhole(input.captured_minor, "captured_minor");
  const lines = input.lines.map((line) => ({
    order_line_id: line.order_line_id,
    cooperative_id: line.cooperative_id,
    pool_id: line.pool_id,
    units: toWhole(line.units, "units"),
    grams: toWhole(line.grams, "grams"),
    paid_minor: toWhole(line.paid_minor, "paid_minor"),
    tax_minor: toWhole(line.tax_minor, "tax_minor"),
  }));
  const paid = lines.reduce((sum, line) => sum + line.paid_minor, 0n);
  if (captured <= 0n) throw notAllowed("invalid_amount", "A capture is of more than zero.");
  if (paid !== captured) {
    throw notAllowed(
      "lines_differ_from_capture",
      `The lines sum to ${paid}, but ${captured} minor units were captured.`,
    );
  }
  if (new Set(lines.map((line) => line.order_line_id)).size !== lines.length) {
    throw notAllowed("duplicate_line", "An order line is listed twice.");
  }
  const taxed = lines.find((line) => line.tax_minor > line.paid_minor);
  if (taxed)
    throw notAllowed("tax_over_paid", `The tax of line ${taxed.order_line_id} is more than what was paid for it.`);

  const freightOf = new Map(
    input.lines.map((line) => [line.order_line_id, toWhole(line.freight_paid_minor ?? 0, "freight_paid_minor")]),
  );
  const input_hash = inputHash([
    currency,
    captured,
    [...lines].sort((a, b) => (a.order_line_id < b.order_line_id ? -1 : 1)),
  ]);
  const payment = { processor, provider_ref: input.provider_ref };
  const owed = await owedAtCapture_(tx, payment, captured);
  const shares = await sharesAtCapture_(tx, payment, lines);
  const sale = await row<SaleRow>(
    tx,
    `insert into sale (id, order_id, currency, captured_minor, provider_ref, processor, input_hash, owed_minor, agent_id, agent_bp)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (order_id) do nothing returning *`,
    [
      ...[newId("sale"), input.order_id, currency, captured.toString(), input.provider_ref, processor, input_hash],
      ...[String(owed?.amount_minor ?? 0n), input.agent?.agent_id ?? null, input.agent?.agent_bp ?? null],
    ],
  );
  if (!sale) return foundAgain(tx, input.order_id, input_hash);

  const productOf = new Map(input.lines.map((line) => [line.order_line_id, line.product_id ?? null]));
  const goods = lines.map((line) => ({
    cooperative_id: line.cooperative_id,
    product_id: productOf.get(line.order_line_id) ?? null,
  }));
  const policies = await policiesOfGoods(tx, goods, currency, input.sold_at);
  const policyOf = new Map(lines.map((line, index) => [line.order_line_id, policies[index]]));
  // Who sells is one answer a cooperative, whatever a product's own rates are.
  const cooperative_ids = [...new Set(lines.map((line) => line.cooperative_id))];
  const sellers = await policiesInForce(tx, cooperative_ids, currency, input.sold_at);
  await insertAll(
    tx,
    "sale_line",
    [
      ["id", "text", () => newId("saleline")],
      ["sale_id", "text", () => sale.id],
      ["order_id", "text", () => input.order_id],
      ["order_line_id", "text", (line) => line.order_line_id],
      ["cooperative_id", "text", (line) => line.cooperative_id],
      ["pool_id", "text", (line) => line.pool_id],
      ["currency", "text", () => currency],
      ["units", "bigint", (line) => line.units],
      ["grams", "bigint", (line) => line.grams],
      ["paid_minor", "bigint", (line) => line.paid_minor],
      ["tax_minor", "bigint", (line) => line.tax_minor],
      ["freight_paid_minor", "bigint", (line) => freightOf.get(line.order_line_id) ?? 0n],
      ["policy_id", "text", (line) => policyOf.get(line.order_line_id)?.id ?? null],
      ["product_id", "text", (line) => productOf.get(line.order_line_id) ?? null],
      ["seller", "text", (line) => sellers.get(line.cooperative_id)?.seller ?? "cooperative"],
    ],
    lines,
  );
  await freezeFreight_(tx, sale, input.freight ?? []);
  const journal = journalOf(
    captureJournal({
      order_id: input.order_id,
      processor,
      currency,
      amount_minor: captured,
      owed,
      shares,
      memo: `Captured ${input.provider_ref}`,
    }),
  );
  await writeJournals(tx, [{ journal, source_id: input.order_id, order_id: input.order_id }]);
  return { sale_id: sale.id, recorded: true };
}

async function foundAgain(
  tx: Transaction,
  order_id: string,
  input_hash: string,
): Promise<{ sale_id: string; recorded: boolean }> {
  const known = await row<SaleRow>(tx, `select * from sale where order_id = ?`, [order_id]);
  if (!known) throw new Error(`sale of ${order_id} is neither new nor there`);
  if (known.input_hash !== input_hash) {
    throw notAllowed(
      "captured_differently",
      "A capture of this order is recorded already, with other lines or another amount.",
    );
  }
  return { sale_id: known.id, recorded: false };
}
