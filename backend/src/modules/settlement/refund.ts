import { isByTransfer, refundJournal } from "@commonlot/domain";
import { row, rows, type Sql, type Transaction } from "../../lib/sql";
import { append, claim } from "../outbox/append";
import { toWhole, type Whole } from "./amounts";
import type { SaleRow } from "./capture";
import { inputHash, newId } from "./ids";
import { creditRefund_ } from "./invoices";
import { journalOf, writeJournals } from "./ledger";
import { notAllowed, notFound } from "./refusals";
import { giveBackShares_, sharesOfRefund_ } from "./transfers/joint-shares";
import { creditOwed_ } from "./transfers/receivables";
import { giveBackByTransfer_ } from "./transfers/refunded";

export interface RefundInput {
  order_id: string;
  /** What goes back for each line, and which part of that is tax. */
  /** And which part is freight, where that is known: what is kept of it pays for boxes when the sale is divided. */
  lines: readonly { order_line_id: string; amount_minor: Whole; tax_minor?: Whole; freight_minor?: Whole }[];
  reason_code: string;
  person: string;
  /** The same key and input again is the same refund; the same key with another input is refused. */
  dedup_key: string;
  /** The short it belongs to. */
  short_id?: string;
  /** Also of a sale that is divided: whoever asks makes its deposit whole in the same transaction. */
  divided_too?: boolean;
}

/** How a call to the processor ended, as far as we know. `unknown`: no answer came; it is looked up before it is repeated. */
export type IntentState = "intended" | "created" | "failed" | "unknown";

export interface RefundIntentRow {
  id: string;
  order_id: string;
  currency: string;
  amount_minor: string;
  provider_ref: string;
  idempotency_key: string;
  input_hash: string;
  /** Cancelled: promised, and taken back before it was sent. */
  state: IntentState | "cancelled";
  refund_ref: string | null;
  reason: string | null;
  reason_code: string;
  called_at: Date | null;
}

/**
 * Promises a refund of a sale that is not divided yet: the intent, the lines' refunds, and the job that calls the
 * processor. The money leaves the deposit when the processor has answered (`recordRefundOutcome`); until then it stays
 * reserved on the lines, so that posting the sale in between divides only the rest.
 */
export async function refundBeforePosting(tx: Transaction, input: RefundInput): Promise<RefundIntentRow> {
  const { intent, fresh } = await promiseRefund(tx, input);
  if (fresh) await append(tx, { job: "refund", payload: { refund_intent_id: intent.id }, dedup_key: intent.id });
  return intent;
}

/** As `refundBeforePosting`, without sending it: the money is reserved, and goes when somebody releases it. */
export async function promiseRefund(
  tx: Transaction,
  input: RefundInput,
): Promise<{ intent: RefundIntentRow; fresh: boolean; divided: boolean }> {
  const lines = input.lines.map((line) => ({
    order_line_id: line.order_line_id,
    amount_minor: toWhole(line.amount_minor, "amount_minor"),
    tax_minor: toWhole(line.tax_minor ?? 0, "tax_minor"),
  }));
  const freight = new Map(
    input.lines.map((line) => [line.order_line_id, toWhole(line.freight_minor ?? 0, "freight_minor")]),
  );
  const freightOf = (line: { order_line_id: string }) => (freight.get(line.order_line_id) ?? 0n).toString();
  const named = [...freight].filter(([, minor]) => minor !== 0n).map(([line, minor]) => [line, minor.toString()]);
  // Without freight as it was hashed before freight was named, so that what was asked then is still the same.
  const input_hash = inputHash([input.order_id, input.reason_code, lines, ...(named.length === 0 ? [] : [named])]);
  const sale = await row<SaleRow>(tx, `select * from sale where order_id = ? for update`, [input.order_id]);
  if (!sale) throw notAllowed("not_captured", `Order ${input.order_id} has no captured payment to refund.`);
  const known = await row<RefundIntentRow>(tx, `select * from refund_intent where dedup_key = ?`, [input.dedup_key]);
  if (known) {
    if (known.input_hash !== input_hash)
      throw notAllowed("refund_differs", "This refund was asked for before with another amount.");
    return { intent: known, fresh: false, divided: sale.posted_at !== null };
  }
  if (sale.posted_at && !input.divided_too) {
    throw notAllowed(
      "already_divided",
      "This sale is divided among its parties already; it is refunded by taking back from them.",
    );
  }
  const amount = lines.reduce((sum, line) => sum + line.amount_minor, 0n);
  if (amount === 0n || lines.some((line) => line.amount_minor === 0n)) {
    throw notAllowed("invalid_amount", "A refund gives back more than zero on each line it names.");
  }
  const changed = await rows<{ id: string }>(
    tx,
    `update sale_line l set
       refund_minor = l.refund_minor + x.amount_minor,
       -- A line given back whole owes no tax, whatever part was named.
       refund_tax_minor = case when l.refund_minor + x.amount_minor = l.paid_minor then l.tax_minor else l.refund_tax_minor + x.tax_minor end,
       refund_freight_minor = l.refund_freight_minor + x.freight_minor
     from jsonb_to_recordset(?::jsonb) as x(order_line_id text, amount_minor bigint, tax_minor bigint, freight_minor bigint)
     where l.sale_id = ? and l.order_line_id = x.order_line_id
       and l.refund_minor + x.amount_minor <= l.paid_minor
       and l.refund_tax_minor + x.tax_minor <= least(l.tax_minor, l.refund_minor + x.amount_minor)
     returning l.id`,
    [
      JSON.stringify(
        lines.map((line) => ({
          ...line,
          amount_minor: line.amount_minor.toString(),
          tax_minor: line.tax_minor.toString(),
          freight_minor: freightOf(line),
        })),
      ),
      sale.id,
    ],
  );
  if (changed.length !== lines.length) {
    throw notAllowed(
      "refund_over_paid",
      "A refund names a line that is not of this sale, twice, or with more than was paid and not yet given back.",
    );
  }
  const id = newId("refund");
  const intent = await row<RefundIntentRow>(
    tx,
    `insert into refund_intent (id, order_id, currency, amount_minor, lines, reason_code, provider_ref, dedup_key, input_hash, idempotency_key, requested_by, short_id)
     values (?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?, ?) returning *`,
    [
      id,
      input.order_id,
      sale.currency,
      amount.toString(),
      JSON.stringify(
        lines.map((line) => ({
          order_line_id: line.order_line_id,
          amount_minor: line.amount_minor.toString(),
          tax_minor: line.tax_minor.toString(),
          freight_minor: freightOf(line),
        })),
      ),
      input.reason_code,
      sale.provider_ref,
      input.dedup_key,
      input_hash,
      id,
      input.person,
      input.short_id ?? null,
    ],
  );
  if (!intent) throw new Error("refund_intent: nothing was written");
  return { intent, fresh: true, divided: sale.posted_at !== null };
}

/** With where the money of its sale lies: who is asked to give it back. */
export async function refundIntent(
  sql: Sql,
  id: string,
): Promise<(RefundIntentRow & Pick<SaleRow, "processor">) | undefined> {
  return row(
    sql,
    `select r.*, s.processor from refund_intent r join sale s on s.order_id = r.order_id where r.id = ?`,
    [id],
  );
}

/** Notes that the call is about to be made. */
export async function markRefundCalled(tx: Transaction, id: string): Promise<void> {
  await tx.raw(
    `update refund_intent set called_at = coalesce(called_at, now()), updated_at = now() where id = ? and state in ('intended', 'unknown')`,
    [id],
  );
}

/**
 * Keeps how the processor answered. Created: buyer deposit -> clearing, once; what its company still owes is owed no more instead. Failed: the intent stays with its reason
 * and the money in the deposit, reserved, until a person decides: it is owed to the buyer all the same.
 */
export async function recordRefundOutcome(
  tx: Transaction,
  input: {
    message_id?: string;
    refund_intent_id: string;
    state: Exclude<IntentState, "intended">;
    refund_ref?: string;
    reason?: string;
  },
): Promise<void> {
  if (input.message_id && !(await claim(tx, "refund", input.message_id))) return;
  // Before the refund, as everywhere: its invoices are either written before this and credited here, or written after and credit it there.
  const sale = await row<Pick<SaleRow, "processor" | "order_id" | "provider_ref" | "owed_minor">>(
    tx,
    `select processor, order_id, provider_ref, owed_minor from sale where order_id = (select order_id from refund_intent where id = ?) for update`,
    [input.refund_intent_id],
  );
  const intent = await row<RefundIntentRow>(tx, `select * from refund_intent where id = ? for update`, [
    input.refund_intent_id,
  ]);
  if (!intent || !sale) throw notFound("refund");
  if (intent.state === "created" || intent.state === "cancelled") return;
  await tx.raw(`update refund_intent set state = ?, refund_ref = ?, reason = ?, updated_at = now() where id = ?`, [
    input.state,
    input.refund_ref ?? null,
    input.reason ?? null,
    intent.id,
  ]);
  if (input.state !== "created") return;
  const owed = await creditOwed_(tx, sale, intent);
  const shares = await sharesOfRefund_(tx, sale, intent.id);
  const journal = journalOf(
    refundJournal({
      order_id: intent.order_id,
      owed,
      shares,
      processor: sale.processor,
      currency: intent.currency,
      amount_minor: BigInt(intent.amount_minor),
      memo: `Refunded ${input.refund_ref ?? intent.id}`,
    }),
  );
  await writeJournals(tx, [{ journal, source_id: intent.id, order_id: intent.order_id }]);
  const amount_minor = BigInt(intent.amount_minor) - (owed?.amount_minor ?? 0n);
  if (shares) await giveBackShares_(tx, intent, shares);
  else if (isByTransfer(sale) && amount_minor > 0n) await giveBackByTransfer_(tx, { ...intent, amount_minor });
  await creditRefund_(tx, intent.id);
}
