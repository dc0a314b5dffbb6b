import { holdbackReleaseJournal } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { inTransaction, rows, type Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import { journalOf, writeJournals } from "./ledger";
import type { PeriodRow } from "./period";
import type { PolicyRow } from "./policy";

/** Lines released in one transaction: a few seconds' work, whatever waits. */
const LINES_A_RUN = 2_000;

/** A lot's holdback. */
interface HeldRow {
  sale_line_id: string;
  lot_id: string;
  household_id: string;
  currency: string;
  grams: string | null;
  amount_minor: string;
}

/**
 * What the journals of releases booked for what a period holds, payable by payable: the right side of the check at approval.
 * Takes the period.
 */
export const BOOKED_HOLDBACKS = `
  select a.party as household_id, p.currency, -sum(p.amount_minor) as amount
  from (select distinct sale_line_id from holdback_entry where period_id = ?) e
  join sale_line l on l.id = e.sale_line_id
  join journal j on j.kind = 'holdback_release' and j.source_id = l.order_line_id
  join posting p on p.journal_id = j.id
  join account a on a.id = p.account_id and a.kind = 'household_payable'
  group by 1, 2`;

/** Ends holdbacks whose days are over; those of `period_close` end with the settlement after their own. */
export class Holdbacks {
  constructor(private readonly sql: Knex) {}

  /** Releases what is due, a part at a time; two who do it at once do different parts. How many lines were released. */
  async releaseDue(): Promise<number> {
    let all = 0;
    for (;;) {
      const done = await inTransaction(this.sql, async (tx) => {
        const due = await rows<{ sale_line_id: string }>(
          tx,
          `select sale_line_id from holdback where released_at is null and due_at <= now()
           order by due_at, sale_line_id limit ? for update skip locked`,
          [LINES_A_RUN],
        );
        await release_(
          tx,
          due.map((one) => one.sale_line_id),
        );
        return due.length;
      });
      all += done;
      if (done < LINES_A_RUN) return all;
    }
  }
}

/** Notes when the holdbacks of lines that were divided now come to an end. */
export async function writeHoldbacks(
  tx: Transaction,
  posted: readonly {
    line: { id: string; cooperative_id: string };
    policy: PolicyRow;
    rows: readonly { account: string }[];
  }[],
): Promise<void> {
  const held = posted.filter((one) => one.rows.some((row) => row.account === "household_holdback"));
  if (held.length === 0) return;
  await rows(
    tx,
    `insert into holdback (sale_line_id, cooperative_id, due_at)
     select x.id, x.cooperative_id, now() + make_interval(days => x.days)
     from jsonb_to_recordset(?::jsonb) as x(id text, cooperative_id text, days int)`,
    [
      JSON.stringify(
        held.map(({ line, policy }) => ({
          id: line.id,
          cooperative_id: line.cooperative_id,
          days: policy.holdback_release === "period_close" ? null : policy.holdback_days,
        })),
      ),
    ],
  );
}

/**
 * Holdbacks that the next close of a cooperative ends: those of lines that an earlier period has settled. Takes the cooperative and
 * the period that closes.
 */
export const DUE_AT_CLOSE = `h.cooperative_id = ? and h.released_at is null and h.due_at is null and l.period_id is not null and l.period_id <> ?`;

/** With the settlement of a period: what was held back in earlier ones until the next close. */
export async function releaseAtClose(tx: Transaction, period: PeriodRow): Promise<void> {
  const due = await rows<{ sale_line_id: string }>(
    tx,
    `select h.sale_line_id from holdback h join sale_line l on l.id = h.sale_line_id
     where ${DUE_AT_CLOSE} order by h.sale_line_id for update of h`,
    [period.cooperative_id, period.id],
  );
  await release_(
    tx,
    due.map((one) => one.sale_line_id),
    // This settlement takes it up, however late it is made.
    period,
  );
}

/** Holdback -> payable, one journal a line; the caller has locked the holdbacks. */
async function release_(tx: Transaction, sale_line_ids: readonly string[], period?: PeriodRow): Promise<void> {
  if (sale_line_ids.length === 0) return;
  const held = await rows<HeldRow & { order_line_id: string; order_id: string; cooperative_id: string }>(
    tx,
    `select r.sale_line_id, r.lot_id, r.household_id, l.currency, r.grams, r.amount_minor, l.order_line_id, l.order_id, l.cooperative_id
     from sale_line_row r join sale_line l on l.id = r.sale_line_id
     where r.sale_line_id = any(?) and r.account = 'household_holdback' order by r.sale_line_id, r.seq`,
    [[...sale_line_ids]],
  );
  const lines = new Map<string, typeof held>();
  for (const one of held) lines.set(one.sale_line_id, [...(lines.get(one.sale_line_id) ?? []), one]);
  await writeJournals(
    tx,
    [...lines.values()].map((lots) => {
      const { currency = "", order_line_id = "", order_id = "" } = lots[0] ?? {};
      const journal = holdbackReleaseJournal({
        currency,
        memo: `Holdback of line ${order_line_id} released`,
        held: lots.map((lot) => ({
          household: lot.household_id,
          lot: lot.lot_id,
          amount_minor: BigInt(lot.amount_minor),
        })),
      });
      return { journal: journalOf(journal), source_id: order_line_id, order_id };
    }),
  );
  await insertAll(
    tx,
    "holdback_entry",
    [
      ["sale_line_id", "text", (one) => one.sale_line_id],
      ["lot_id", "text", (one) => one.lot_id],
      ["household_id", "text", (one) => one.household_id],
      ["cooperative_id", "text", (one) => one.cooperative_id],
      ["currency", "text", (one) => one.currency],
      ["grams", "bigint", (one) => one.grams],
      ["amount_minor", "bigint", (one) => one.amount_minor],
      ["period_id", "text", () => period?.id ?? null],
    ],
    held,
  );
  await tx.raw(`update holdback set released_at = now() where sale_line_id = any(?)`, [[...sale_line_ids]]);
}
