import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import {
  compareText,
  formatMinor,
  lateRefund,
  lateRefundJournal,
  overLines,
  taxParty,
  type DividedLine,
  type Refusal,
  type Result,
  type Seller,
} from "@commonlot/domain";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { append } from "../outbox/append";
import { safeNumber } from "./amounts";
import { journalOf, writeJournals } from "./ledger";
import { promiseRefund, type RefundIntentRow } from "./refund";
import { asResult, notAllowed, notFound, saidBoth } from "./refusals";

export interface LeftLine {
  order_line_id: string;
  cooperative_id: string;
  currency: string;
  left_minor: bigint;
  tax_left_minor: bigint;
}

export interface LateRefundInput {
  order_id: string;
  cooperative_id: string;
  lines: readonly { order_line_id: string; amount_minor: bigint }[];
  /** Why, for the books. */
  words: string;
  person: string;
  idempotency_key: string;
  /** The same was refunded minutes ago, and whoever asks knows it. */
  once_more?: boolean | undefined;
}

/** The same refund again within this is asked about: a page that came back by the browser's button looks unsent. */
const REPEAT_MINUTES = 30;
/** Earlier refunds on an order's page. */
const SHOWN = 50;

/** Money back to a buyer whose order is divided, and perhaps paid out: households are not asked for it (docs/adr/0031). */
export class LateRefunds {
  constructor(private readonly sql: Knex) {}

  /** What of an order could still be given back, of one cooperative's lines. */
  async leftOf(order_id: string, cooperative_id: string) {
    const left = await leftOf(this.sql, order_id);
    const divided = await row<{ divided: boolean }>(
      this.sql,
      `select posted_at is not null as divided from sale where order_id = ?`,
      [order_id],
    );
    return {
      divided: divided?.divided ?? false,
      refunds: await before(this.sql, order_id, cooperative_id),
      lines: left
        .filter((one) => one.cooperative_id === cooperative_id)
        .map((one) => ({
          order_line_id: one.order_line_id,
          currency: one.currency,
          left_minor: safeNumber(one.left_minor),
        })),
    };
  }

  /**
   * Promises it and sends the job: the fees of what goes back are given back, tax is no longer owed, and the rest the cooperative
   * bears. Only of a divided sale; before, a short or a cancellation says what did not come. The same key again: the same refund.
   */
  refund(input: LateRefundInput): Promise<Result<RefundIntentRow, Refusal>> {
    const { order_id, cooperative_id } = input;
    return asResult(() =>
      inTransaction(this.sql, async (tx) => {
        const sale = await row<{ posted_at: Date | null; claim_id: string | null }>(
          tx,
          `select posted_at, claim_id from sale where order_id = ? for update`,
          [order_id],
        );
        const left = (await leftOf(tx, order_id)).filter((one) => one.cooperative_id === cooperative_id);
        if (!sale || left.length === 0) throw notFound("order");
        if (sale.claim_id !== null)
          throw notAllowed(
            "claim_pays",
            "A claim pays for this order: no buyer's money is in it. Nothing was changed.",
          );
        if (!sale.posted_at) {
          throw notAllowed(
            "not_divided_yet",
            "This sale is not divided yet: enter what did not arrive as a short or a claim. Nothing was changed.",
          );
        }
        const dedup_key = `late:${cooperative_id}:${input.idempotency_key}`;
        const known = await linesBefore(tx, dedup_key, input);
        if (known === undefined && input.once_more !== true) await refuseRepeat(tx, input);
        const lines = known ?? withTax(input.lines, left);
        const { intent, fresh } = await promiseRefund(tx, {
          order_id,
          lines,
          reason_code: "late",
          person: input.person,
          dedup_key,
          divided_too: true,
        });
        if (!fresh) return intent;
        await bearByCooperative_(
          tx,
          { order_id, intent_id: intent.id, memo: `Refund: ${input.words}`, divided: true },
          lines,
        );
        await tx.raw(
          `insert into late_refund (id, order_id, cooperative_id, currency, amount_minor, amount_text, lines, words, person)
           values (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?)`,
          [
            ...[intent.id, order_id, cooperative_id, intent.currency, intent.amount_minor, amountText(intent)],
            ...[linesText(input.lines), input.words, input.person],
          ] as never,
        );
        await append(tx, { job: "refund", payload: { refund_intent_id: intent.id }, dedup_key: intent.id });
        return intent;
      }),
    );
  }
}

/** What a cooperative has refunded of an order so, the newest first, and whether the processor has sent it. */
async function before(sql: Knex, order_id: string, cooperative_id: string) {
  const found = await rows<{
    id: string;
    currency: string;
    amount_minor: string;
    words: string;
    person: string;
    at: Date;
    state: string;
  }>(
    sql,
    `select l.id, l.currency, l.amount_minor, l.words, l.person, l.at, i.state from late_refund l join refund_intent i on i.id = l.id
     where l.order_id = ? and l.cooperative_id = ? order by l.at desc, l.id desc limit ${SHOWN}`,
    [order_id, cooperative_id],
  );
  return found.map((one) => ({ ...one, amount_minor: safeNumber(one.amount_minor) }));
}

/** Under the lock of the sale: of two at once the second sees the first. */
async function refuseRepeat(tx: Transaction, input: LateRefundInput): Promise<void> {
  const same = await row<{ amount_minor: string; currency: string }>(
    tx,
    `select amount_minor, currency from late_refund where order_id = ? and cooperative_id = ? and lines = ?::jsonb
       and at > now() - make_interval(mins => ${REPEAT_MINUTES}) limit 1`,
    [input.order_id, input.cooperative_id, linesText(input.lines)],
  );
  if (!same) return;
  const amount = amountText(same);
  throw saidBoth("looks_like_a_repeat", {
    en: `Just this, ${amount}, was refunded of this order less than ${REPEAT_MINUTES} minutes ago. Nothing more was refunded. If the buyer is to get it once more, say so below.`,
    zh: `不到 ${REPEAT_MINUTES} 分钟前，这一单刚退过同样的 ${amount}。这次没有再退。如果真要再退一次，请在下面写明。`,
  });
}

const amountText = ({ amount_minor, currency }: { amount_minor: string; currency: string }) =>
  `${formatMinor(BigInt(amount_minor), currency)} ${currency}`;

function linesText(lines: LateRefundInput["lines"]): string {
  return JSON.stringify(
    lines
      .map(({ order_line_id, amount_minor }) => ({ order_line_id, amount_minor: amount_minor.toString() }))
      .sort((a, b) => compareText(a.order_line_id, b.order_line_id)),
  );
}

export interface GivenLine {
  order_line_id: string;
  amount_minor: bigint;
  tax_minor: bigint;
}

/** The lines this key was used for before, when it names the same amounts: tax was counted then. */
async function linesBefore(
  tx: Transaction,
  dedup_key: string,
  input: LateRefundInput,
): Promise<GivenLine[] | undefined> {
  const known = await row<{ lines: { order_line_id: string; amount_minor: string; tax_minor: string }[] }>(
    tx,
    `select lines from refund_intent where dedup_key = ?`,
    [dedup_key],
  );
  if (!known) return undefined;
  const lines = known.lines.map((one) => ({
    order_line_id: one.order_line_id,
    amount_minor: BigInt(one.amount_minor),
    tax_minor: BigInt(one.tax_minor),
  }));
  const same =
    lines.length === input.lines.length &&
    lines.every((one) =>
      input.lines.some((asked) => asked.order_line_id === one.order_line_id && asked.amount_minor === one.amount_minor),
    );
  if (!same) throw notAllowed("refund_differs", "This refund was asked for before with another amount.");
  return lines;
}

function withTax(lines: LateRefundInput["lines"], left: readonly LeftLine[]): GivenLine[] {
  return lines.map(({ order_line_id, amount_minor }) => {
    const of = left.find((one) => one.order_line_id === order_line_id);
    if (!of) throw notFound("order line");
    const taxed = overLines(amount_minor, [{ ...of }]);
    if (!taxed.ok) throw notAllowed(taxed.refusal.reason, `${taxed.refusal.message} Nothing was changed.`);
    return { order_line_id, amount_minor, tax_minor: taxed.value[0]?.tax_minor ?? 0n };
  });
}

export async function leftOf(sql: Knex | Transaction, order_id: string): Promise<LeftLine[]> {
  const found = await rows<{
    order_line_id: string;
    cooperative_id: string;
    currency: string;
    left: string;
    tax: string;
  }>(
    sql,
    `select order_line_id, cooperative_id, currency, paid_minor - refund_minor as left, tax_minor - refund_tax_minor as tax
     from sale_line where order_id = ? order by order_line_id`,
    [order_id],
  );
  return found.map((one) => ({
    order_line_id: one.order_line_id,
    cooperative_id: one.cooperative_id,
    currency: one.currency,
    left_minor: BigInt(one.left),
    tax_left_minor: BigInt(one.tax),
  }));
}

/**
 * The cooperative makes the buyer's deposit whole, so that no household bears what nobody inspected: of a divided line its tax and
 * fees go back first; of one that is not divided yet the households are paid as if nothing had gone back. The caller has
 * reserved the lines (`promiseRefund`) in this transaction.
 */
export async function bearByCooperative_(
  tx: Transaction,
  of: { order_id: string; intent_id: string; memo: string; divided: boolean },
  given: readonly GivenLine[],
): Promise<void> {
  const lines = await rows<{
    order_line_id: string;
    cooperative_id: string;
    seller: Seller;
    currency: string;
    paid_minor: string;
    late_refund_minor: string;
    rows: { account: DividedLine["rows"][number]["account"]; party: string; amount_minor: string }[];
  }>(
    tx,
    `select l.order_line_id, l.cooperative_id, l.seller, l.currency, l.paid_minor, l.late_refund_minor,
            coalesce((select jsonb_agg(jsonb_build_object('account', r.account, 'party', r.party, 'amount_minor', r.amount_minor::text) order by r.seq)
                      from sale_line_row r where r.sale_line_id = l.id), '[]') as rows
     from sale_line l where l.order_id = ? and l.order_line_id = any(?) order by l.order_line_id`,
    [of.order_id, given.map((one) => one.order_line_id)],
  );
  const entries = lines.flatMap((line) => {
    const part = given.find((one) => one.order_line_id === line.order_line_id);
    if (!part) return [];
    const refund = of.divided
      ? lateRefund({
          order_line_id: line.order_line_id,
          rows: line.rows.map((one) => ({ ...one, amount_minor: BigInt(one.amount_minor) })),
          paid_minor: BigInt(line.paid_minor),
          before_minor: BigInt(line.late_refund_minor),
          amount_minor: part.amount_minor,
          tax_minor: part.tax_minor,
        })
      : { ok: true as const, value: { rows: [], cost_minor: part.amount_minor - part.tax_minor } };
    if (!refund.ok) throw notAllowed(refund.refusal.reason, `${refund.refusal.message} Nothing was changed.`);
    if (refund.value.rows.length === 0 && refund.value.cost_minor === 0n) return [];
    const journal = journalOf(
      lateRefundJournal({
        order_id: of.order_id,
        cooperative_id: line.cooperative_id,
        tax_party: taxParty(line),
        currency: line.currency,
        refund: refund.value,
        cost: { kind: "claim_loss", party: line.cooperative_id },
        memo: of.memo.slice(0, 200),
      }),
    );
    return [{ journal, source_id: `${of.intent_id}:${line.order_line_id}`, order_id: of.order_id }];
  });
  await writeJournals(tx, entries);
  await tx.raw(
    // Put in by the cooperative, so that the rows of the line still sum to what was paid.
    `update sale_line l set late_refund_minor = l.late_refund_minor + case when ? then x.goods_minor else 0 end,
       borne_minor = l.borne_minor + x.goods_minor
     from jsonb_to_recordset(?::jsonb) as x(order_line_id text, goods_minor bigint) where l.order_line_id = x.order_line_id`,
    [
      of.divided,
      JSON.stringify(
        given.map((one) => ({
          order_line_id: one.order_line_id,
          goods_minor: (one.amount_minor - one.tax_minor).toString(),
        })),
      ),
    ],
  );
}
