import { clawbackTakeJournal, takeBack, type ClawbackTake } from "@commonlot/domain";
import { row, rows, type Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import { claim } from "../outbox/append";
import { clawbackCap } from "./clawback-caps";
import { releaseAtClose } from "./holdbacks";
import { newId } from "./ids";
import { journalOf, writeJournals } from "./ledger";
import { lockPayables } from "./payables";
import { lockPeriod, mustMove, type PeriodRow } from "./period";
import { householdsOf, postingsOf, RESTS, takeAll } from "./statement-sources";

/**
 * Makes the statements of a period: every divided line of the cooperative that no statement holds yet, up to the end of
 * the period's last day, with what claims and clawbacks take and price pools give. Lines that were divided late, after an
 * earlier period was settled, come in here. A dozen statements of SQL, whose rows never leave the database: memory is the same
 * for ten households and ten thousand. Sums are those of `settle` in the domain, which the tests hold beside it. Runs once: a
 * second run finds the period settled.
 */
export async function settlePeriod(
  tx: Transaction,
  input: { message_id?: string; period_id: string },
): Promise<{ statements: number; settled: boolean }> {
  const fresh = input.message_id ? await claim(tx, "settle", input.message_id) : true;
  const period = await lockPeriod(tx, input.period_id);
  if (!fresh || ["settled", "approved", "paid"].includes(period.state)) return { statements: 0, settled: false };
  if (period.state === "open") mustMove("open", "settled");
  mustMove(period.state, "settled");

  // Whoever takes from a payable now is seen whole or comes after: a statement never says more than is owed.
  await lockPayables(tx, householdsOf(period));
  await releaseAtClose(tx, period);
  await takeAll(tx, period);
  await gather(tx, period);
  await takeClawbacks(tx, period);
  const statements = await state(tx, period);
  await tx.raw(`update settlement_period set state = 'settled', settled_at = now(), updated_at = now() where id = ?`, [
    period.id,
  ]);
  return { statements, settled: true };
}

const COLUMNS = `household_id, currency, kind, rule, posting_id, amount_minor, sale_line_id, order_line_id, lot_id, grams, from_statement_id`;

/** The lines of the statements to be, in a table of this transaction: read once, gone at its end. */
async function gather(tx: Transaction, period: PeriodRow): Promise<void> {
  await tx.raw(`create temp table settling (
      household_id text not null, currency text not null, kind text not null, rule text not null, posting_id text not null,
      amount_minor bigint not null, sale_line_id text, order_line_id text, lot_id text, grams bigint, from_statement_id text
    ) on commit drop`);
  const { sql, bindings } = postingsOf(period, true);
  await tx.raw(`insert into settling (${COLUMNS}) ${sql}`, bindings as never);
  // What approved statements of before still owe is handed on to this period, and marked on the old statement.
  await tx.raw(
    `with rest as (select s.id, s.remaining_minor as rest_minor from statement s where ${RESTS} order by s.id for update of s),
     handed as (
       update statement s set carried_minor = s.carried_minor + rest.rest_minor, updated_at = now()
       from rest where s.id = rest.id returning s.id, s.household_id, s.currency, rest.rest_minor)
     insert into settling (household_id, currency, kind, rule, posting_id, amount_minor, from_statement_id)
     select household_id, currency, 'brought_forward', 'brought_forward', id, rest_minor, id from handed`,
    [period.cooperative_id],
  );
}

interface OwingRow {
  household_id: string;
  currency: string;
  net_minor: string;
  brought_forward_minor: string;
  free_minor: string;
}

/** What statements give towards clawbacks, by the domain's rule: its line, its journal, and what stays open. */
async function takeClawbacks(tx: Transaction, period: PeriodRow): Promise<void> {
  // Nearly all are locked since the start; a sale that was divided since may have brought another household.
  await lockPayables(tx, {
    sql: `select c.household_id from clawback c where c.cooperative_id = ? and c.state = 'open' and c.household_id in (select household_id from settling)`,
    bindings: [period.cooperative_id],
  });
  const open = await rows<{
    id: string;
    household_id: string;
    currency: string;
    lot_id: string;
    left_minor: string;
    at: string;
  }>(
    tx,
    `select id, household_id, currency, lot_id, amount_minor - taken_minor as left_minor, at::text as at
     from clawback where cooperative_id = ? and state = 'open' order by id for update`,
    [period.cooperative_id],
  );
  if (open.length === 0) return;
  const owing = await rows<OwingRow>(
    tx,
    `with mine as (
       select household_id, currency, sum(case kind when 'sale' then amount_minor when 'brought_forward' then amount_minor else -amount_minor end) as net_minor,
              coalesce(sum(amount_minor) filter (where kind = 'brought_forward'), 0) as brought_forward_minor
       from settling where household_id = any(?) group by 1, 2)
     select m.household_id, m.currency, m.net_minor, m.brought_forward_minor, -a.balance_minor - a.reserved_minor as free_minor
     from mine m join account a on a.kind = 'household_payable' and a.party = m.household_id and a.currency = m.currency order by 1, 2`,
    [[...new Set(open.map((one) => one.household_id))]],
  );
  const cap_bp = await clawbackCap(tx, period.cooperative_id);
  const takes = owing.flatMap((statement) =>
    takeBack(
      {
        net_minor: BigInt(statement.net_minor),
        brought_forward_minor: BigInt(statement.brought_forward_minor),
        free_minor: BigInt(statement.free_minor),
        cap_bp,
      },
      open
        .filter((one) => one.household_id === statement.household_id && one.currency === statement.currency)
        .map((one) => ({ id: one.id, lot: one.lot_id, left_minor: BigInt(one.left_minor), at: one.at })),
    ).map((take) => ({ ...take, take_id: newId("take"), statement })),
  );
  await store(tx, period, takes);
}

type Taken = ClawbackTake & { take_id: string; statement: OwingRow };

async function store(tx: Transaction, period: PeriodRow, takes: readonly Taken[]): Promise<void> {
  if (takes.length === 0) return;
  await insertAll(
    tx,
    "clawback_take",
    [
      ["id", "text", (one) => one.take_id],
      ["clawback_id", "text", (one) => one.id],
      ["period_id", "text", () => period.id],
      ["household_id", "text", (one) => one.statement.household_id],
      ["currency", "text", (one) => one.statement.currency],
      ["lot_id", "text", (one) => one.lot],
      ["amount_minor", "bigint", (one) => one.amount_minor],
    ],
    takes,
  );
  await insertAll(
    tx,
    "settling",
    [
      ["household_id", "text", (one) => one.statement.household_id],
      ["currency", "text", (one) => one.statement.currency],
      ["kind", "text", () => "deduction"],
      ["rule", "text", () => "clawback"],
      ["posting_id", "text", (one) => one.take_id],
      ["amount_minor", "bigint", (one) => one.amount_minor],
      ["lot_id", "text", (one) => one.lot],
    ],
    takes,
  );
  await tx.raw(
    `update clawback c set taken_minor = c.taken_minor + x.amount_minor,
       state = case when x.left_minor = 0 then 'done' else 'open' end, closed_at = case when x.left_minor = 0 then now() end
     from jsonb_to_recordset(?::jsonb) as x(id text, amount_minor bigint, left_minor bigint) where c.id = x.id`,
    [
      JSON.stringify(
        takes.map(({ id, amount_minor, left_minor }) => ({
          id,
          amount_minor: amount_minor.toString(),
          left_minor: left_minor.toString(),
        })),
      ),
    ],
  );
  await writeJournals(
    tx,
    takes.map((one) => ({
      source_id: one.take_id,
      journal: journalOf(
        clawbackTakeJournal({
          household: one.statement.household_id,
          cooperative_id: period.cooperative_id,
          currency: one.statement.currency,
          lot: one.lot,
          amount_minor: one.amount_minor,
          memo: `Clawback ${one.id}`,
        }),
      ),
    })),
  );
}

/** Heads by household and currency, then every line under its head: what is brought forward first, the rest by posting. */
async function state(tx: Transaction, period: PeriodRow): Promise<number> {
  const made = await row<{ statements: string }>(
    tx,
    `with heads as (
       insert into statement (id, period_id, cooperative_id, household_id, currency, brought_forward_minor, gross_minor, deductions_minor, advances_minor, net_minor)
       select 'statement_' || replace(gen_random_uuid()::text, '-', ''), ?, ?, household_id, currency, brought, gross, deducted, advanced,
              brought + gross - deducted - advanced
       from (select household_id, currency,
                    coalesce(sum(amount_minor) filter (where kind = 'brought_forward'), 0) as brought,
                    coalesce(sum(amount_minor) filter (where kind = 'sale'), 0) as gross,
                    coalesce(sum(amount_minor) filter (where kind = 'deduction'), 0) as deducted,
                    coalesce(sum(amount_minor) filter (where kind = 'advance'), 0) as advanced
             from settling group by household_id, currency) x
       order by household_id collate "C", currency returning 1)
     select count(*) as statements from heads`,
    [period.id, period.cooperative_id],
  );
  await tx.raw(
    `insert into statement_line (statement_id, seq, kind, rule, amount_minor, sale_line_id, order_line_id, lot_id, grams, from_statement_id)
     select s.id, row_number() over (partition by s.id order by (g.kind <> 'brought_forward'), g.posting_id collate "C"), g.kind, g.rule, g.amount_minor,
            g.sale_line_id, g.order_line_id, g.lot_id, g.grams, g.from_statement_id
     from settling g join statement s on s.period_id = ? and s.household_id = g.household_id and s.currency = g.currency`,
    [period.id],
  );
  return Number(made?.statements ?? 0);
}
