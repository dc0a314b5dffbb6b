import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { chosenLines, type Refusal, type Result } from "@commonlot/domain";
import { atKey, placeOf } from "../../lib/keyset";
import { rows, type Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import { safeNumber } from "./amounts";
import { leftOf, type GivenLine } from "./late-refunds";
import { bookOutside_, endOutside, OPEN_OUTSIDE, type OutsideRefund } from "./outside-refunds";
import { OVER_SEVERAL } from "./processor/owner";
import { notAllowed } from "./refusals";

/** What can still be given back of a line, and whose it is. */
export interface SharedLine {
  order_line_id: string;
  cooperative_id: string;
  left_minor: number;
}

export interface SharedRefund extends OutsideRefund {
  lines: SharedLine[];
}

/**
 * Refunds made at the processor of orders with goods of several cooperatives: none of them may book what another bears, so the
 * operator says which lines the buyer was refunded.
 */
export class OperatorRefunds {
  constructor(private readonly sql: Knex) {}

  /** Open ones, newest first. */
  async list(asked: { limit: number; cursor?: string | undefined }): Promise<SharedRefund[]> {
    const before = placeOf(asked.cursor);
    const found = await rows<
      Omit<SharedRefund, "amount_minor" | "lines"> & {
        amount_minor: string;
        lines: { order_line_id: string; cooperative_id: string; left: string }[];
      }
    >(
      this.sql,
      `select r.refund_ref as id, ${atKey("r.at")}, s.order_id, r.currency, r.amount_minor, r.at, extract(day from now() - r.at)::int as age_days,
              (select json_agg(json_build_object('order_line_id', l.order_line_id, 'cooperative_id', l.cooperative_id,
                 'left', (l.paid_minor - l.refund_minor)::text) order by l.order_line_id) from sale_line l where l.sale_id = s.id) as lines
       from processor_refund r join sale s on s.provider_ref = r.provider_ref and s.claim_id is null
       where ${OPEN_OUTSIDE} and (r.at, r.refund_ref) < (?::timestamptz, ?)
         and ${OVER_SEVERAL}
       order by r.at desc, r.refund_ref desc limit ?`,
      [before.at, before.id, asked.limit],
    );
    return found.map(({ lines, amount_minor, ...one }) => ({
      ...one,
      amount_minor: safeNumber(amount_minor),
      lines: lines.map(({ left, ...line }) => ({ ...line, left_minor: safeNumber(left) })),
    }));
  }

  /** Books it over the lines that were refunded; each cooperative bears its own, and reads it in its record of acts. Once. */
  book(input: {
    id: string;
    lines: readonly { order_line_id: string; amount_minor: number }[];
    words: string;
    person: string;
  }): Promise<Result<null, Refusal>> {
    return endOutside(this.sql, { id: input.id, person: input.person }, async (tx, refund) => {
      const left = await leftOf(tx, refund.order_id);
      const lines = chosenLines(
        BigInt(refund.amount_minor),
        input.lines.map((one) => ({ ...one, amount_minor: BigInt(one.amount_minor) })),
        left,
      );
      if (!lines.ok) throw notAllowed(lines.refusal.reason, `${lines.refusal.message} Nothing was changed.`);
      const intent_id = await bookOutside_(tx, { ...input, refund }, lines.value);
      const whose = new Map(left.map((one) => [one.order_line_id, one.cooperative_id]));
      await writeParts(tx, input, refund, lines.value, whose);
      return { intent_id, reason: input.words };
    });
  }
}

async function writeParts(
  tx: Transaction,
  input: { id: string; words: string; person: string },
  refund: { order_id: string; currency: string },
  lines: readonly GivenLine[],
  whose: ReadonlyMap<string, string>,
): Promise<void> {
  const parts = new Map<string, bigint>();
  for (const { order_line_id, amount_minor } of lines) {
    const cooperative_id = whose.get(order_line_id) ?? "";
    parts.set(cooperative_id, (parts.get(cooperative_id) ?? 0n) + amount_minor);
  }
  await insertAll(
    tx,
    "outside_refund_part",
    [
      ["refund_ref", "text", () => input.id],
      ["cooperative_id", "text", ([cooperative_id]) => cooperative_id],
      ["order_id", "text", () => refund.order_id],
      ["currency", "text", () => refund.currency],
      ["amount_minor", "bigint", ([, amount]) => amount],
      ["words", "text", () => input.words],
      ["person", "text", () => input.person],
    ],
    [...parts],
  );
}
