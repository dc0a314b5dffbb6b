import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { overLines, type Refusal, type Result } from "@commonlot/domain";
import { atKey, placeOf } from "../../lib/keyset";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { safeNumber } from "./amounts";
import { bearByCooperative_, leftOf } from "./late-refunds";
import { OperatorRefunds } from "./operator-refunds";
import { lockMatching } from "./processor/match";
import { AT_DESK } from "./processor/owner";
import { promiseRefund, recordRefundOutcome } from "./refund";
import { asResult, notAllowed, notFound } from "./refusals";

export interface OutsideRefund {
  id: string;
  at_key: string;
  order_id: string;
  currency: string;
  amount_minor: number;
  at: Date;
  age_days: number;
}

export interface SeenRefund {
  refund_ref: string;
  /** The payment. */
  provider_ref: string;
  currency: string;
  amount_minor: bigint;
  /** The intent of ours that it carries. */
  intent_id: string | null;
}

/** A cancellation adopts its own refund within moments of it. */
const SETTLES_S = 120;

/** Refunds somebody made at the processor itself: open items, until a person books them or says why not. Never booked unasked. */
export class ProcessorRefunds {
  readonly ofOperator: OperatorRefunds;

  constructor(private readonly sql: Knex) {
    this.ofOperator = new OperatorRefunds(sql);
  }

  /** A refund was seen at the processor. Of ours, or seen before: nothing is written. */
  async see(refunds: readonly SeenRefund[]) {
    if (refunds.length === 0) return;
    await rows(
      this.sql,
      `insert into processor_refund (refund_ref, provider_ref, currency, amount_minor)
       select x.refund_ref, x.provider_ref, x.currency, x.amount_minor
       from jsonb_to_recordset(?::jsonb) as x(refund_ref text, provider_ref text, currency text, amount_minor bigint, intent_id text)
       where not exists (select from refund_intent i where i.id = x.intent_id or i.refund_ref = x.refund_ref)
       order by 1 on conflict do nothing`,
      [JSON.stringify(refunds.map((one) => ({ ...one, amount_minor: one.amount_minor.toString() })))],
    );
  }

  /**
   * It came back to the house: its open item is closed. Told of this before the refund itself was seen: kept closed, so that the older
   * news opens nothing. What a person has booked stays as it is.
   */
  async undone(of: {
    refund_ref: string;
    provider_ref: string;
    currency: string;
    amount_minor: bigint;
  }): Promise<void> {
    await rows(
      this.sql,
      `insert into processor_refund (refund_ref, provider_ref, currency, amount_minor, closed_at, closed_by, close_reason)
       values (?, ?, ?, ?, now(), 'system', 'the refund did not go through')
       on conflict (refund_ref) do update set closed_at = excluded.closed_at, closed_by = excluded.closed_by, close_reason = excluded.close_reason
       where processor_refund.closed_at is null`,
      [of.refund_ref, of.provider_ref, of.currency, of.amount_minor.toString()],
    );
  }

  /** Open ones of orders with goods of this cooperative alone, newest first. */
  async list(asked: { cooperative_id: string; limit: number; cursor?: string | undefined }): Promise<OutsideRefund[]> {
    const before = placeOf(asked.cursor);
    const found = await rows<Omit<OutsideRefund, "amount_minor"> & { amount_minor: string }>(
      this.sql,
      `select r.refund_ref as id, ${atKey("r.at")}, s.order_id, r.currency, r.amount_minor, r.at, extract(day from now() - r.at)::int as age_days
       from processor_refund r join sale s on s.provider_ref = r.provider_ref and s.claim_id is null
       where ${AT_DESK} and r.at < now() - make_interval(secs => ${SETTLES_S})
         and exists (select from sale_line l where l.sale_id = s.id and l.cooperative_id = ?) and (r.at, r.refund_ref) < (?::timestamptz, ?)
       order by r.at desc, r.refund_ref desc limit ?`,
      [asked.cooperative_id, before.at, before.id, asked.limit],
    );
    return found.map((one) => ({ ...one, amount_minor: safeNumber(one.amount_minor) }));
  }

  /** Booked as what it is: the buyer has the money, the cooperative bears it. Once. */
  book(input: { id: string; cooperative_id: string; person: string }): Promise<Result<null, Refusal>> {
    return this.end(input, async (tx, { provider_ref, amount_minor, currency }) => {
      const sale = await row<{ order_id: string; posted_at: Date | null; currency: string }>(
        tx,
        `select order_id, posted_at, currency from sale where provider_ref = ? and claim_id is null for update`,
        [provider_ref],
      );
      if (!sale) throw notFound("refund");
      const { order_id } = sale;
      const lines = overLines(BigInt(amount_minor), await leftOf(tx, order_id));
      if (!lines.ok || sale.currency !== currency)
        throw notAllowed("refund_over_paid", "This is more than was paid and not yet given back. Nothing was changed.");
      const { intent } = await promiseRefund(tx, {
        order_id,
        lines: lines.value,
        reason_code: "outside",
        person: input.person,
        dedup_key: `outside:${input.id}`,
        divided_too: true,
      });
      const of = { order_id, intent_id: intent.id, memo: `Refunded at the processor: ${input.id}` };
      await bearByCooperative_(tx, { ...of, divided: sale.posted_at !== null }, lines.value);
      await recordRefundOutcome(tx, { refund_intent_id: intent.id, state: "created", refund_ref: input.id });
      return { intent_id: intent.id, reason: "booked" };
    });
  }

  /** It is no money of this house, say: closed with what was found out, nothing is booked. The operator has it from here. */
  close(input: { id: string; cooperative_id: string; person: string; reason: string }): Promise<Result<null, Refusal>> {
    return this.end(input, () => Promise.resolve({ intent_id: null, reason: input.reason }));
  }

  private end(
    input: { id: string; cooperative_id: string; person: string },
    work: (
      tx: Transaction,
      refund: { provider_ref: string; amount_minor: string; currency: string },
    ) => Promise<{ intent_id: string | null; reason: string }>,
  ): Promise<Result<null, Refusal>> {
    return asResult(() =>
      inTransaction(this.sql, async (tx) => {
        // Matching gives to the operator what no desk has: never while one is at it.
        await lockMatching(tx);
        const found = await row<{ provider_ref: string; amount_minor: string; currency: string; open: boolean }>(
          tx,
          `select r.provider_ref, r.amount_minor, r.currency, ${AT_DESK} as open from processor_refund r
           where r.refund_ref = ? and exists (select from sale s join sale_line l on l.sale_id = s.id
             where s.provider_ref = r.provider_ref and s.claim_id is null and l.cooperative_id = ?) for update of r`,
          [input.id, input.cooperative_id],
        );
        if (!found) throw notFound("refund");
        if (!found.open) {
          throw notAllowed(
            "item_closed",
            "This is not open at your desk any more: it is closed, or the operator answers for it. Nothing was changed.",
          );
        }
        const { intent_id, reason } = await work(tx, found);
        await tx.raw(
          `update processor_refund set closed_at = now(), closed_by = ?, close_reason = ?, refund_intent_id = ? where refund_ref = ?`,
          [input.person, reason, intent_id, input.id] as never,
        );
        return null;
      }),
    );
  }
}
