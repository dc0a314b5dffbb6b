import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { priceBack, type Refusal, type Result } from "@commonlot/domain";
import { inTransaction, row, rows } from "../../lib/sql";
import { refundBeforePosting } from "./refund";
import { asResult, notAllowed } from "./refusals";
import { refundsSaid, type RefundSaid } from "./transfers/money-back";

export interface CycleRefundInput {
  order_id: string;
  cycle_id: string;
  /** Whether its cancellation has begun, asked under the sale's lock: then all of it goes back by that. */
  called_back: () => Promise<boolean>;
  /** The price everybody pays at last, of a pack of each line. Lines of goods of no cycle are not named. */
  lines: readonly { order_line_id: string; packs: number; final_minor: bigint; tax_included: boolean }[];
  /** ISO code of the final prices. */
  currency: string;
}

/** What goes back to buyers when the price of an order cycle has fallen since they paid (docs/adr/0042). */
export class CycleRefunds {
  constructor(private readonly sql: Knex) {}

  /**
   * Promises it and sends the job: what was paid less the final price, of each line, counted under the sale's lock, so that what went
   * back meanwhile is not given twice. Of an order that is called back nothing: its cancellation gives all, and waits for what was promised
   * before (`hasOpenPromise`). Once for each order and cycle: asked again it answers what was promised. Households get
   * their part of what is left when the sale is divided. Refused while nothing is captured (whoever asks tries again), and of a
   * sale in another currency than the prices are in.
   */
  giveBack(input: CycleRefundInput): Promise<Result<{ amount_minor: bigint; called_back: boolean }, Refusal>> {
    const dedup_key = `cycle:${input.cycle_id}:${input.order_id}`;
    return asResult(() =>
      inTransaction(this.sql, async (tx) => {
        const sale = await row<{ id: string; currency: string }>(
          tx,
          `select id, currency from sale where order_id = ? for update`,
          [input.order_id],
        );
        if (!sale) throw notAllowed("not_captured", `Order ${input.order_id} has no captured payment yet.`);
        const known = await row<{ amount_minor: string }>(
          tx,
          `select amount_minor from refund_intent where dedup_key = ?`,
          [dedup_key],
        );
        if (known) return { amount_minor: BigInt(known.amount_minor), called_back: false };
        if (await input.called_back()) return { amount_minor: 0n, called_back: true };
        if (sale.currency.toUpperCase() !== input.currency.toUpperCase())
          throw notAllowed(
            "other_currency",
            `Order ${input.order_id} was paid in ${sale.currency}; the prices of its cycle are in ${input.currency}. Nothing was given back.`,
          );
        const sold = await rows<{
          order_line_id: string;
          paid: string;
          freight: string;
          tax: string;
          refund: string;
          refund_freight: string;
          refund_tax: string;
        }>(
          tx,
          `select order_line_id, paid_minor as paid, freight_paid_minor as freight, tax_minor as tax, refund_minor as refund,
             refund_freight_minor as refund_freight, refund_tax_minor as refund_tax
           from sale_line where sale_id = ? and order_line_id = any(?) order by order_line_id`,
          [sale.id, input.lines.map((line) => line.order_line_id)],
        );
        if (sold.length !== input.lines.length)
          throw notAllowed("unknown_line", `Order ${input.order_id} was captured with other lines.`);
        const back = priceBack(
          sold.map((one) => {
            const line = input.lines.find((given) => given.order_line_id === one.order_line_id);
            if (!line) throw notAllowed("unknown_line", `Line ${one.order_line_id} is no line of the cycle.`);
            const [paid, freight, tax] = [BigInt(one.paid), BigInt(one.freight), BigInt(one.tax)];
            const goods_minor = paid - freight;
            // The line's tax is of goods and freight together; of the goods it is their part.
            const tax_minor = paid === 0n ? 0n : (tax * goods_minor) / paid;
            const left_minor = goods_minor - (BigInt(one.refund) - BigInt(one.refund_freight));
            const tax_left = tax - BigInt(one.refund_tax);
            return {
              order_line_id: one.order_line_id,
              goods_minor,
              tax_minor,
              left_minor: left_minor < 0n ? 0n : left_minor,
              tax_left_minor: tax_left < tax_minor ? tax_left : tax_minor,
              packs: line.packs,
              final_minor: line.final_minor,
              tax_included: line.tax_included,
            };
          }),
        );
        if (back.length === 0) return { amount_minor: 0n, called_back: false };
        await refundBeforePosting(tx, {
          order_id: input.order_id,
          lines: back,
          reason_code: "cycle_price",
          person: "system",
          dedup_key,
        });
        return { amount_minor: back.reduce((sum, one) => sum + one.amount_minor, 0n), called_back: false };
      }),
    );
  }

  /** How far the money of an order's cycle is; undefined where nothing was promised. */
  async saidOf(order_id: string, cycle_id: string): Promise<RefundSaid | undefined> {
    const [found] = await refundsSaid(this.sql, order_id, "r.dedup_key = ?", [`cycle:${cycle_id}:${order_id}`]);
    return found;
  }
}
