import { claimRefundJournal, compareText, lossJournal, taxParty, type Seller } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import type { Refusal, Result } from "@commonlot/domain";
import { inTransaction, rows, type Transaction } from "../../lib/sql";
import { append } from "../outbox/append";
import { safeNumber } from "./amounts";
import { journalOf, writeJournals } from "./ledger";
import { divideLines, type PlannedRefund, type PostSaleInput } from "./post";
import { promiseRefund } from "./refund";
import { asResult, notAllowed } from "./refusals";
import { refundsSaid, type RefundSaid } from "./transfers/money-back";

export interface ShortMoneyLine {
  order_id: string;
  order_line_id: string;
  amount_minor: string | bigint;
  /** Of the amount: what is freight. */
  freight_minor: string | bigint;
  tax_minor: string | bigint;
}

/** The money of shorts: promised when one is applied, sent when it is closed, taken back when it is undone. */
export class ShortMoney {
  constructor(private readonly sql: Knex) {}

  /**
   * What was paid for the lines of orders, less what their order cycle gave back of its price (docs/adr/0042), and a quote of its freight
   * (docs/adr/0063): a pack that is short is worth what it cost at last. Orders that are not captured yet, and replacements taken back, are not there.
   */
  async linesOf(order_ids: readonly string[]): Promise<
    {
      order_id: string;
      order_line_id: string;
      cooperative_id: string;
      currency: string;
      paid_minor: string;
      freight_paid_minor: string;
      tax_minor: string;
      posted: boolean;
      /** Of a replacement: the claim that pays for it. */
      claim_id: string | null;
    }[]
  > {
    return rows(
      this.sql,
      `select l.order_id, l.order_line_id, l.cooperative_id, l.currency, (l.paid_minor - coalesce(c.amount, 0))::text as paid_minor,
              (l.freight_paid_minor - coalesce(c.freight, 0))::text as freight_paid_minor, (l.tax_minor - coalesce(c.tax, 0))::text as tax_minor,
              l.posted_at is not null as posted, s.claim_id
       from sale_line l join sale s on s.id = l.sale_id
       left join (select x.order_line_id, sum(x.amount_minor) as amount, sum(x.tax_minor) as tax, sum(coalesce(x.freight_minor, 0)) as freight
         from refund_intent i cross join lateral jsonb_to_recordset(i.lines) as x(order_line_id text, amount_minor bigint, tax_minor bigint, freight_minor bigint)
         where i.order_id = any(?) and i.reason_code in ('cycle_price', 'freight_gap') and i.state <> 'cancelled' group by x.order_line_id) c
         on c.order_line_id = l.order_line_id
       where l.order_id = any(?) and s.withdrawn_at is null order by l.order_line_id`,
      [[...order_ids], [...order_ids]],
    );
  }

  /**
   * Promises the refunds of a short, one intent for each order, in one transaction; the lines keep them reserved, so that
   * dividing the sale in between divides only the rest. Done before for this short: nothing is written. `borne`: the
   * households are paid in full, and what goes back is a claim of the cooperative against the carrier; with `claim_id` it is
   * that claim's cost, also when the sale is divided already.
   */
  promise(input: {
    short_id: string;
    lines: readonly ShortMoneyLine[];
    borne: boolean;
    claim_id?: string | undefined;
    person: string;
  }): Promise<Result<void, Refusal>> {
    return this.write(async (tx) => {
      const orders = [...new Set(input.lines.map((line) => line.order_id))].sort(compareText);
      for (const order_id of orders) {
        const lines = input.lines
          .filter((line) => line.order_id === order_id && BigInt(line.amount_minor) > 0n)
          .sort((a, b) => compareText(a.order_line_id, b.order_line_id));
        if (lines.length === 0) continue;
        const { intent, fresh, divided } = await promiseRefund(tx, {
          order_id,
          // Freight of a parcel that was lost is the carrier's to bear: it still pays for that parcel.
          lines: input.borne ? lines.map((line) => ({ ...line, freight_minor: 0 })) : lines,
          reason_code: "short",
          person: input.person,
          dedup_key: `${input.short_id}:${order_id}`,
          short_id: input.short_id,
          divided_too: input.claim_id !== undefined,
        });
        if (fresh && input.borne)
          await bear(tx, { order_id, intent_id: intent.id, divided, claim_id: input.claim_id }, lines);
      }
    });
  }

  /** Sends what was promised: the job asks the processor. Once for each intent. */
  release(short_id: string): Promise<void> {
    return inTransaction(this.sql, async (tx) => {
      const open = await rows<{ id: string }>(
        tx,
        `select id from refund_intent where short_id = ? and state in ('intended', 'unknown') order by id`,
        [short_id],
      );
      for (const { id } of open) await append(tx, { job: "refund", payload: { refund_intent_id: id }, dedup_key: id });
    });
  }

  /**
   * Takes the promises of a short back. Refused when one of them was sent, or is being sent: a short is undone only while
   * it is not closed, and nothing is sent before.
   */
  cancel(short_id: string): Promise<Result<void, Refusal>> {
    return this.write(async (tx) => {
      // Sales before their refunds, as everywhere.
      await tx.raw(
        `select 1 from sale where order_id in (select order_id from refund_intent where short_id = ?) order by order_id for update`,
        [short_id],
      );
      const intents = await rows<{
        id: string;
        order_id: string;
        state: string;
        called_at: Date | null;
        lines: unknown;
      }>(
        tx,
        `select id, order_id, state, called_at, lines from refund_intent where short_id = ? order by order_id for update`,
        [short_id],
      );
      if (intents.some((one) => one.state !== "cancelled" && (one.state !== "intended" || one.called_at !== null))) {
        throw notAllowed("refund_sent", "The refund has been sent: this can't be undone any more.");
      }
      const open = intents.filter((one) => one.state === "intended");
      if (open.length === 0) return;
      await tx.raw(
        `update sale_line l set refund_minor = l.refund_minor - x.amount_minor, refund_tax_minor = l.refund_tax_minor - x.tax_minor,
           refund_freight_minor = l.refund_freight_minor - coalesce(x.freight_minor, 0)
         from jsonb_to_recordset(?::jsonb) as x(order_line_id text, amount_minor bigint, tax_minor bigint, freight_minor bigint)
         where l.order_line_id = x.order_line_id`,
        [JSON.stringify(open.flatMap((one) => one.lines as object[]))],
      );
      await tx.raw(`update refund_intent set state = 'cancelled', updated_at = now() where id = any(?)`, [
        open.map((one) => one.id),
      ] as never);
    });
  }

  /** How far the refunds of an order's shorts are. */
  async refundsOf(
    order_id: string,
  ): Promise<{ short_id: string; currency: string; amount_minor: number; state: string }[]> {
    const found = await rows<{ short_id: string; currency: string; amount_minor: string; state: string }>(
      this.sql,
      `select short_id, currency, amount_minor, state from refund_intent where order_id = ? and short_id is not null and state <> 'cancelled' order by created_at`,
      [order_id],
    );
    return found.map((one) => ({ ...one, amount_minor: safeNumber(one.amount_minor) }));
  }

  /** The same as it is said to their buyer: by short, how far their money is. */
  async saidOf(order_id: string): Promise<Map<string, RefundSaid>> {
    const found = await refundsSaid(this.sql, order_id, "r.short_id is not null");
    return new Map(found.map((one) => [one.short_id ?? "", one]));
  }

  /**
   * What each household would be paid for these lines, were they divided as given: the same rule that divides the sale.
   * `refunds`: on top of those that stand. Null where a line can't be divided (no policy yet, costs above what is left).
   */
  estimate(input: PostSaleInput & { refunds: readonly PlannedRefund[] }): Promise<Map<string, bigint> | null> {
    return inTransaction(this.sql, async (tx) => {
      const divided = await asResult(() => divideLines(tx, input, input.refunds));
      if (!divided.ok) return null;
      const shares = new Map<string, bigint>();
      for (const given of divided.value.flatMap((line) => line.rows)) {
        if (given.lot === undefined) continue;
        shares.set(given.party, (shares.get(given.party) ?? 0n) + given.amount_minor);
      }
      return shares;
    });
  }

  private write<T>(work: (tx: Transaction) => Promise<T>): Promise<Result<T, Refusal>> {
    return asResult(() => inTransaction(this.sql, work));
  }
}

/**
 * The cooperative makes the buyer's deposit whole: claim against the carrier -> buyer deposit, of what goes back less the
 * tax in it, which is simply no longer owed. So dividing the sale pays the households as if the parcel had arrived.
 */
async function bear(
  tx: Transaction,
  of: { order_id: string; intent_id: string; divided: boolean; claim_id: string | undefined },
  lines: readonly ShortMoneyLine[],
): Promise<void> {
  const borne = lines.map((line) => ({
    order_line_id: line.order_line_id,
    amount: BigInt(line.amount_minor) - BigInt(line.tax_minor),
    tax: BigInt(line.tax_minor),
  }));
  const found = await rows<{ order_line_id: string; cooperative_id: string; seller: Seller; currency: string }>(
    tx,
    `update sale_line l set borne_minor = l.borne_minor + x.amount
     from jsonb_to_recordset(?::jsonb) as x(order_line_id text, amount bigint) where l.order_line_id = x.order_line_id
     returning l.order_line_id, l.cooperative_id, l.seller, l.currency`,
    [JSON.stringify(borne.map(({ order_line_id, amount }) => ({ order_line_id, amount: amount.toString() })))],
  );
  const journals = found.flatMap((line) => {
    const { amount = 0n, tax = 0n } = borne.find((one) => one.order_line_id === line.order_line_id) ?? {};
    if (amount === 0n && (tax === 0n || !of.divided)) return [];
    const { order_id, claim_id } = of;
    const memo = `${claim_id === undefined ? "Lost on the way" : "Claimed"}: line ${line.order_line_id}`;
    const { cooperative_id, currency } = line;
    const journal = journalOf(
      claim_id === undefined
        ? lossJournal({ order_id, cooperative_id, currency, amount_minor: amount, memo })
        : claimRefundJournal({
            claim_id,
            order_id,
            cooperative_id,
            tax_party: taxParty(line),
            currency,
            amount_minor: amount + tax,
            tax_minor: tax,
            divided: of.divided,
            memo,
          }),
    );
    return [{ journal, source_id: `${of.intent_id}:${line.order_line_id}`, order_id }];
  });
  await writeJournals(tx, journals);
}
