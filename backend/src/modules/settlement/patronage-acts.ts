import { patronageJournal, patronageOf, reverse, type Patronage, type PatronageBasis } from "@commonlot/domain";
import { killPoint } from "../../lib/kill-point";
import { RefusalError } from "../../lib/refusal";
import { row, type Sql, type Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import { currencyCode } from "./amounts";
import { newId } from "./ids";
import { journalOf, writeJournals, type LedgerEntry } from "./ledger";
import { patronsOf, surplusOf, type PatronageYear, type Surplus } from "./patronage-facts";
import { HOUSEHOLDS_A_JOURNAL, patronageRun, sharesOf, type PatronageRunRow } from "./patronage-runs";
import { lockPayables } from "./payables";
import { notAllowed } from "./refusals";
import { lockReserve } from "./reserves";

// What is done with a refund of a year, each in its caller's transaction.

export interface PatronageTermsInput extends PatronageYear {
  distributable_minor: bigint;
  share_bp: number;
  basis: PatronageBasis;
  /** The cooperative's day. */
  today: string;
}

export async function worked(
  sql: Sql,
  input: PatronageTermsInput,
): Promise<{ patronage: Patronage; surplus: Surplus }> {
  const currency = currencyCode(input.currency);
  if (!(input.today > `${input.year}-12-31`)) {
    throw refusal(
      "year_not_ended",
      `The year ${input.year} has not ended yet: what it brought is known when it has.`,
      "year",
    );
  }
  const of = { ...input, currency };
  const surplus = await surplusOf(sql, of);
  const made = patronageOf({ ...of, there_minor: surplus.there_minor }, await patronsOf(sql, of));
  if (!made.ok) throw new RefusalError(made.refusal);
  return { patronage: made.value, surplus };
}

export async function propose_(
  tx: Transaction,
  input: PatronageTermsInput & { words: string; person: string },
): Promise<PatronageRunRow> {
  await lockReserve(tx, input.cooperative_id);
  const currency = currencyCode(input.currency);
  const other = await row<{ state: string }>(
    tx,
    `select state from patronage_run where cooperative_id = ? and year = ? and currency = ? and state in ('proposed', 'posted')`,
    [input.cooperative_id, input.year, currency],
  );
  if (other?.state === "proposed") {
    throw notAllowed(
      "proposal_waits",
      "A refund of this year waits for its second person already. Have it decided first.",
    );
  }
  if (other) throw notAllowed("patronage_done", `The refund of ${input.year} was made already. Nothing was changed.`);
  const { patronage, surplus } = await worked(tx, { ...input, currency });
  const id = newId("patronage");
  await tx.raw(
    `insert into patronage_run (id, cooperative_id, currency, year, time_zone, basis, share_bp, surplus_minor, distributable_minor, refund_minor,
       total_units, households, words, proposed_by) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      id,
      input.cooperative_id,
      currency,
      input.year,
      input.tz,
      input.basis,
      input.share_bp,
      surplus.year_minor.toString(),
      input.distributable_minor.toString(),
      patronage.refund_minor.toString(),
      patronage.total_units.toString(),
      patronage.shares.length,
      input.words,
      input.person,
    ],
  );
  await insertAll(
    tx,
    "patronage_share",
    [
      ["run_id", "text", () => id],
      ["household_id", "text", (one) => one.household],
      ["member", "boolean", (one) => one.member],
      ["grams", "bigint", (one) => one.grams],
      ["value_minor", "bigint", (one) => one.value_minor],
      ["units", "bigint", (one) => one.units],
      ["amount_minor", "bigint", (one) => one.amount_minor],
    ],
    patronage.shares,
  );
  return patronageRun(tx, id, input.cooperative_id);
}

export async function decide_(
  tx: Transaction,
  input: {
    run_id: string;
    cooperative_id: string;
    decision: "confirmed" | "dropped";
    words: string;
    person: string;
    is_manager: boolean;
  },
): Promise<PatronageRunRow> {
  await lockReserve(tx, input.cooperative_id);
  const run = await patronageRun(tx, input.run_id, input.cooperative_id);
  if (run.state !== "proposed") throw notAllowed("stale", "This refund was decided already. Load the page again.");
  const confirms = input.decision === "confirmed";
  const own = run.proposed_by === input.person;
  if (own && confirms)
    throw notAllowed("same_person", "You proposed this refund yourself: a second person confirms it.");
  if (!own && !input.is_manager)
    throw notAllowed("not_your_role", "A refund is confirmed or dropped by a manager, or dropped by who proposed it.");
  if (confirms) await post_(tx, run);
  await tx.raw(
    `update patronage_run set state = ?, decided_by = ?, decided_at = now(), decided_words = nullif(?, '') where id = ?`,
    [confirms ? "posted" : "dropped", input.person, input.words, run.id],
  );
  killPoint("patronage.decided");
  return patronageRun(tx, run.id, run.cooperative_id);
}

/** Journals and what the statements will say, from the shares that both people have seen. */
async function post_(tx: Transaction, run: PatronageRunRow): Promise<void> {
  const surplus = await surplusOf(tx, { ...run, tz: run.time_zone });
  if (surplus.year_minor !== BigInt(run.surplus_minor)) {
    throw notAllowed(
      "surplus_changed",
      `The ledger's surplus of ${run.year} is ${surplus.year_minor} now and was ${run.surplus_minor} when this was proposed. Nothing was posted: drop it and propose it anew.`,
    );
  }
  if (BigInt(run.distributable_minor) > surplus.there_minor) {
    throw notAllowed(
      "surplus_not_there",
      `The ledger has ${surplus.there_minor} minor units to distribute, not ${run.distributable_minor}. Nothing was posted.`,
    );
  }
  await lockPayables(tx, { sql: `select household_id from patronage_share where run_id = ?`, bindings: [run.id] });
  await writeJournals(tx, await entriesOf(tx, run));
  killPoint("patronage.journals");
  await tx.raw(
    `insert into patronage_entry (id, run_id, cooperative_id, household_id, currency, rule, amount_minor)
     select 'pentry_' || replace(gen_random_uuid()::text, '-', ''), r.id, r.cooperative_id, s.household_id, r.currency, 'patronage', s.amount_minor
     from patronage_run r join patronage_share s on s.run_id = r.id where r.id = ? and s.amount_minor > 0 order by s.household_id collate "C"`,
    [run.id],
  );
  killPoint("patronage.entries");
}

export async function askReversal_(
  tx: Transaction,
  input: { run_id: string; cooperative_id: string; words: string; person: string },
): Promise<PatronageRunRow> {
  await lockReserve(tx, input.cooperative_id);
  const run = await patronageRun(tx, input.run_id, input.cooperative_id);
  await mayReverse(tx, run);
  await tx.raw(
    `update patronage_run set reversal_asked_by = ?, reversal_asked_at = now(), reversal_words = ? where id = ?`,
    [input.person, input.words, run.id],
  );
  return patronageRun(tx, run.id, run.cooperative_id);
}

export async function confirmReversal_(
  tx: Transaction,
  input: { run_id: string; cooperative_id: string; person: string; is_manager: boolean },
): Promise<PatronageRunRow> {
  await lockReserve(tx, input.cooperative_id);
  const run = await patronageRun(tx, input.run_id, input.cooperative_id);
  if (run.reversal_asked_by === null) throw notAllowed("stale", "Nobody has asked for this refund to be taken back.");
  if (run.reversal_asked_by === input.person)
    throw notAllowed("same_person", "You asked for this yourself: a second person confirms it.");
  if (!input.is_manager) throw notAllowed("not_your_role", "A refund is taken back by a manager.");
  // Before what statements have taken is looked at: a settlement that began is waited for, one that begins waits.
  await lockPayables(tx, { sql: `select household_id from patronage_share where run_id = ?`, bindings: [run.id] });
  await mayReverse(tx, run);
  await writeJournals(
    tx,
    (await entriesOf(tx, run)).map(({ journal, source_id }) => ({ journal: reverse(journal), source_id })),
  );
  killPoint("patronage.reversed");
  // At the moment of what they take back, so that one period takes up both.
  await tx.raw(
    `insert into patronage_entry (id, run_id, cooperative_id, household_id, currency, rule, amount_minor, at)
     select 'pentry_' || replace(gen_random_uuid()::text, '-', ''), run_id, cooperative_id, household_id, currency, 'patronage_reversed', -amount_minor, at
     from patronage_entry where run_id = ? and rule = 'patronage' order by household_id collate "C"`,
    [run.id],
  );
  await tx.raw(`update patronage_run set state = 'reversed', reversed_by = ?, reversed_at = now() where id = ?`, [
    input.person,
    run.id,
  ]);
  return patronageRun(tx, run.id, run.cooperative_id);
}

async function mayReverse(tx: Transaction, run: PatronageRunRow): Promise<void> {
  if (run.state !== "posted") throw notAllowed("stale", "Only a refund that stands can be taken back.");
  const told = await row(tx, `select 1 from patronage_entry where run_id = ? and period_id is not null limit 1`, [
    run.id,
  ]);
  if (!told) return;
  throw notAllowed(
    "patronage_stated",
    "Statements tell the households of this refund already: it is theirs and is not taken back. What was wrong is put right with the next year's.",
  );
}

/** The same journals each time, from the shares as they were stored. */
async function entriesOf(tx: Transaction, run: PatronageRunRow): Promise<LedgerEntry[]> {
  const entries: LedgerEntry[] = [];
  let after = "";
  for (let from = 0; ; from += HOUSEHOLDS_A_JOURNAL) {
    const page = await sharesOf(tx, { run_id: run.id, after, limit: HOUSEHOLDS_A_JOURNAL });
    const shares = page.map((one) => ({ household: one.household_id, amount_minor: BigInt(one.amount_minor) }));
    if (shares.some((one) => one.amount_minor > 0n)) {
      const journal = patronageJournal({
        cooperative_id: run.cooperative_id,
        currency: run.currency,
        shares,
        memo: `Patronage refund of ${run.year}`,
      });
      entries.push({ journal: journalOf(journal), source_id: `${run.id}:${from}` });
    }
    after = page.at(-1)?.household_id ?? after;
    if (page.length < HOUSEHOLDS_A_JOURNAL) return entries;
  }
}

function refusal(reason: string, message: string, field: string): RefusalError {
  return new RefusalError({ reason, message, field });
}
