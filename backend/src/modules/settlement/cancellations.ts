import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import type { Refusal, Result } from "@commonlot/domain";
import { inTransaction, row, rows } from "../../lib/sql";
import { append } from "../outbox/append";
import { promiseRefund, recordRefundOutcome } from "./refund";
import { asResult } from "./refusals";
import { refundsSaid, type RefundSaid } from "./transfers/money-back";

/** What of a cancelled order's money has not been given back yet. */
export interface OpenMoney {
  currency: string;
  provider_ref: string;
  processor: string;
  amount_minor: string;
}

/**
 * `promised`: it is asked for; `sent`: it has gone; `looked_into`: it failed. Of a transfer `lies`: it is with the cooperative; `used`: it has paid
 * something else of the company; `not_owed`: nothing had been paid, and nothing is owed any more.
 */
export type CancelledMoney = "promised" | "sent" | "looked_into" | "lies" | "used" | "not_owed";

/** Of more than one part what still lies is told first, then what was sent. */
function cancelledMoney(of: RefundSaid): { amount_minor: number; state: CancelledMoney } {
  const whole = Number(of.amount_minor);
  switch (of.state) {
    case "to_settle":
      return { amount_minor: whole, state: "promised" };
    case "lies":
    case "parts":
      if (of.lies_minor > 0n) return { amount_minor: Number(of.lies_minor), state: "lies" };
      if (of.sent_minor > 0n) return { amount_minor: Number(of.sent_minor), state: "sent" };
      return { amount_minor: Number(of.used_minor), state: "used" };
    case "promised":
    case "looked_into":
    case "sent":
    case "used":
    case "not_owed":
      return { amount_minor: whole, state: of.state };
  }
}

/** The money of cancelled orders: all that was captured and not given back before goes back, once. */
export class Cancellations {
  constructor(private readonly sql: Knex) {}

  /**
   * Whether money of this order was promised to the buyer by a short, or by its order cycle, and has not gone yet: that is closed, sent or undone
   * first. Under the sale's lock, so that who is promising it just now is waited for.
   */
  hasOpenPromise(order_id: string): Promise<boolean> {
    return inTransaction(this.sql, async (tx) => {
      await tx.raw(`select 1 from sale where order_id = ? for share`, [order_id]);
      const open = await row(
        tx,
        `select 1 from refund_intent where order_id = ? and (short_id is not null or reason_code = 'cycle_price')
           and state in ('intended', 'unknown') limit 1`,
        [order_id],
      );
      return open !== undefined;
    });
  }

  /**
   * What goes back to the buyer of a cancelled order, and how far it is; undefined when nothing was captured, or it is not booked yet. Of a
   * transfer the bank is asked by a person: until that is noted the money lies with the cooperative.
   */
  async refundOf(
    order_id: string,
  ): Promise<{ currency: string; amount_minor: number; state: CancelledMoney } | undefined> {
    const found = await refundsSaid(this.sql, order_id, `r.reason_code = 'order_cancelled'`);
    const last = found.at(-1);
    return last && { currency: last.currency, ...cancelledMoney(last) };
  }

  /** Undefined when nothing was captured, or all of it is on its way back already. */
  async openMoney(order_id: string): Promise<OpenMoney | undefined> {
    const open = await row<OpenMoney>(
      this.sql,
      `select s.currency, s.provider_ref, s.processor, sum(l.paid_minor - l.refund_minor)::text as amount_minor
       from sale s join sale_line l on l.sale_id = s.id where s.order_id = ? and s.posted_at is null and s.claim_id is null
       group by s.id having sum(l.paid_minor - l.refund_minor) > 0`,
      [order_id],
    );
    return open;
  }

  /**
   * Books the refund of a cancelled order: the rest of every line. With `refund_ref` the processor has given it back already;
   * without, the refund job sends it. The sale is then divided like any other, into nothing, so that no line stays open. Done
   * before: nothing is written.
   */
  book(input: { order_id: string; refund_ref?: string }): Promise<Result<void, Refusal>> {
    const { order_id, refund_ref } = input;
    return asResult(() =>
      inTransaction(this.sql, async (tx) => {
        await tx.raw(`select 1 from sale where order_id = ? for update`, [order_id]);
        const lines = await rows<{ order_line_id: string; amount_minor: string; tax_minor: string }>(
          tx,
          `select l.order_line_id, (l.paid_minor - l.refund_minor)::text as amount_minor, (l.tax_minor - l.refund_tax_minor)::text as tax_minor
           from sale_line l join sale s on s.id = l.sale_id
           where s.order_id = ? and s.posted_at is null and s.claim_id is null and l.paid_minor > l.refund_minor order by l.order_line_id`,
          [order_id],
        );
        if (lines.length === 0) return;
        const { intent } = await promiseRefund(tx, {
          order_id,
          lines,
          reason_code: "order_cancelled",
          person: "system",
          dedup_key: `cancel:${order_id}`,
        });
        if (refund_ref === undefined)
          await append(tx, { job: "refund", payload: { refund_intent_id: intent.id }, dedup_key: intent.id });
        else await recordRefundOutcome(tx, { refund_intent_id: intent.id, state: "created", refund_ref });
        await append(tx, { job: "post", payload: { order_id }, dedup_key: order_id });
      }),
    );
  }
}
