import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { clawbackWaiveJournal, reverse, clawbackTakeJournal, type Refusal, type Result } from "@commonlot/domain";
import { atKey, placeOf } from "../../lib/keyset";
import { inTransaction, row, rows, type Sql, type Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import { safeNumber } from "./amounts";
import { ClawbackCaps } from "./clawback-caps";
import { newId } from "./ids";
import { journalOf, writeJournals } from "./ledger";
import { lockPayablesOf } from "./payables";
import { asResult, notAllowed, notFound } from "./refusals";
import { Reserves } from "./reserves";
import { lockClaimMoney } from "./returned-goods";

export type ClawbackState = "open" | "done" | "waived" | "reversed";

export interface ClawbackView {
  id: string;
  at_key: string;
  claim_id: string;
  cooperative_id: string;
  household_id: string;
  lot_id: string;
  currency: string;
  amount_minor: number;
  taken_minor: number;
  /** Still to come out of later payouts. */
  left_minor: number;
  state: ClawbackState;
  at: Date;
  closed_by: string | null;
  close_reason: string | null;
  takes: { period_id: string; from: string; to: string; amount_minor: number; given_back: boolean; at: Date }[];
}

interface ClawbackRow {
  id: string;
  claim_id: string;
  attempt: number;
  cooperative_id: string;
  household_id: string;
  lot_id: string;
  currency: string;
  amount_minor: string;
  taken_minor: string;
  state: ClawbackState;
}

/** What households owe for goods found bad after they were paid; the cooperative's reserve stands in until they are even. */
export class Clawbacks {
  readonly caps: ClawbackCaps;
  readonly reserves: Reserves;

  constructor(private readonly sql: Knex) {
    this.caps = new ClawbackCaps(sql);
    this.reserves = new Reserves(sql);
  }

  /** Of a cooperative, newest first. */
  list(asked: {
    cooperative_id: string;
    limit: number;
    cursor?: string | undefined;
    open?: boolean | undefined;
  }): Promise<ClawbackView[]> {
    const before = placeOf(asked.cursor);
    return viewed(
      this.sql,
      `c.cooperative_id = ? and (c.at, c.id) < (?::timestamptz, ?) and (not ? or c.state = 'open')`,
      [asked.cooperative_id, before.at, before.id, asked.open === true, asked.limit],
    );
  }

  /** Of a household, newest first. */
  ofHousehold(household_id: string): Promise<ClawbackView[]> {
    return viewed(this.sql, `c.household_id = ?`, [household_id, SHOWN]);
  }

  /**
   * The household owes it no more, and gets back what was taken: an objection is upheld, or the cooperative lets it be. The
   * reserve bears it. Once.
   */
  waive(input: {
    id: string;
    cooperative_id: string;
    person: string;
    reason: string;
  }): Promise<Result<ClawbackState, Refusal>> {
    return asResult(() =>
      inTransaction(this.sql, async (tx) => {
        const of = await row<{ claim_id: string; household_id: string }>(
          tx,
          `select claim_id, household_id from clawback where id = ? and cooperative_id = ?`,
          [input.id, input.cooperative_id],
        );
        if (!of) throw notFound("clawback");
        await lockClaimMoney(tx, [of.claim_id]);
        await lockPayablesOf(tx, [of.household_id]);
        const found = await row<ClawbackRow>(tx, `select * from clawback where id = ? for update`, [input.id]);
        if (!found) throw notFound("clawback");
        if (found.state === "waived") return found.state;
        if (found.state === "reversed")
          throw notAllowed("clawback_state", "This is over: the claim itself was taken back. Nothing was changed.");
        await waive_(tx, [found], input.person, input.reason);
        return "waived" as const;
      }),
    );
  }
}

/** Clawbacks of a household or a claim on a page: a household has a handful in its life. */
const SHOWN = 100;

async function viewed(sql: Sql, where: string, bindings: readonly unknown[]): Promise<ClawbackView[]> {
  const found = await rows<
    Omit<ClawbackView, "amount_minor" | "taken_minor" | "left_minor" | "takes"> & {
      amount_minor: string;
      taken_minor: string;
      takes: { period_id: string; from: string; to: string; amount_minor: number; given_back: boolean; at: Date }[];
    }
  >(
    sql,
    `select c.id, ${atKey("c.at")}, c.claim_id, c.cooperative_id, c.household_id, c.lot_id, c.currency, c.amount_minor, c.taken_minor, c.state, c.at,
            c.closed_by, c.close_reason,
            coalesce((select jsonb_agg(jsonb_build_object('period_id', p.id, 'from', p.from_date, 'to', p.to_date, 'amount_minor', t.amount_minor,
                        'given_back', t.given_back_at is not null, 'at', t.at) order by t.at, t.id)
                      from clawback_take t join settlement_period p on p.id = t.period_id where t.clawback_id = c.id), '[]') as takes
     from clawback c where ${where} order by c.at desc, c.id desc limit ?`,
    bindings,
  );
  return found.map((one) => ({
    ...one,
    amount_minor: safeNumber(one.amount_minor),
    taken_minor: safeNumber(one.taken_minor),
    left_minor: one.state === "open" ? safeNumber(BigInt(one.amount_minor) - BigInt(one.taken_minor)) : 0,
  }));
}

/** What households bear later of a claim, each lot its own. The journal is the claim's. */
export function openClawbacks_(
  tx: Transaction,
  of: { claim_id: string; attempt: number; cooperative_id: string; currency: string },
  lots: readonly { lot_id: string; household_id: string; amount_minor: bigint }[],
): Promise<void> {
  return insertAll(
    tx,
    "clawback",
    [
      ["id", "text", () => newId("clawback")],
      ["claim_id", "text", () => of.claim_id],
      ["attempt", "int", () => of.attempt],
      ["cooperative_id", "text", () => of.cooperative_id],
      ["household_id", "text", (one) => one.household_id],
      ["lot_id", "text", (one) => one.lot_id],
      ["currency", "text", () => of.currency],
      ["amount_minor", "bigint", (one) => one.amount_minor],
    ],
    lots,
  );
}

/** After an objection that was heard: whatever a household owes of this claim, whose payable the caller has locked. Nothing open: nothing is written. */
export async function waiveClaim_(
  tx: Transaction,
  of: { claim_id: string; attempt: number; household_id: string; reason: string },
): Promise<void> {
  const found = await rows<ClawbackRow>(
    tx,
    `select * from clawback where claim_id = ? and attempt = ? and household_id = ? and state in ('open', 'done') order by id for update`,
    [of.claim_id, of.attempt, of.household_id],
  );
  await waive_(tx, found, "system", of.reason);
}

/** What was taken goes back, nothing is owed, and the claim is the cooperative's to bear: by its reserve. */
async function waive_(tx: Transaction, found: readonly ClawbackRow[], person: string, reason: string): Promise<void> {
  if (found.length === 0) return;
  await giveBack_(tx, found);
  await writeJournals(
    tx,
    found.map((one) => ({ source_id: one.id, journal: journalOf(waiveJournal(one, reason)) })),
  );
  await close_(
    tx,
    found.map((one) => one.id),
    "waived",
    person,
    reason,
  );
  await tx.raw(
    `update claim_bearing b set cooperative_minor = b.cooperative_minor + x.sum, lots_minor = b.lots_minor - x.sum, later_minor = b.later_minor - x.sum
     from (select claim_id, attempt, sum(amount_minor) as sum from clawback where id = any(?) group by 1, 2) x
     where b.claim_id = x.claim_id and b.attempt = x.attempt`,
    [found.map((one) => one.id)] as never,
  );
}

/**
 * The claim itself is taken back, its journal reversed by the caller, who has locked its households' payables: what was taken is given
 * back, nothing is owed.
 */
export async function reverseClawbacks_(tx: Transaction, of: { claim_id: string; attempt: number }): Promise<void> {
  const found = await rows<ClawbackRow>(
    tx,
    `select * from clawback where claim_id = ? and attempt = ? and state <> 'reversed' order by id for update`,
    [of.claim_id, of.attempt],
  );
  if (found.length === 0) return;
  await giveBack_(tx, found);
  await writeJournals(
    tx,
    found
      .filter((one) => one.state === "waived")
      .map((one) => ({ source_id: one.id, journal: reverse(journalOf(waiveJournal(one, ""))) })),
  );
  await close_(
    tx,
    found.filter((one) => one.state !== "waived").map((one) => one.id),
    "reversed",
    "system",
    "",
  );
}

function waiveJournal(of: ClawbackRow, reason: string) {
  return clawbackWaiveJournal({
    household: of.household_id,
    cooperative_id: of.cooperative_id,
    currency: of.currency,
    lot: of.lot_id,
    amount_minor: BigInt(of.amount_minor),
    memo: `Waived: ${reason}`.slice(0, 200),
  });
}

/** Every part that statements took goes back: reserve -> payable, shown by the next statement. */
async function giveBack_(tx: Transaction, clawbacks: readonly ClawbackRow[]): Promise<void> {
  const takes = await rows<{ id: string; clawback_id: string; amount_minor: string }>(
    tx,
    `update clawback_take set given_back_at = now() where clawback_id = any(?) and given_back_at is null returning id, clawback_id, amount_minor`,
    [clawbacks.map((one) => one.id)],
  );
  if (takes.length === 0) return;
  const given = takes.map((take) => {
    const of = clawbacks.find((one) => one.id === take.clawback_id);
    if (!of) throw new Error(`take ${take.id} has no clawback`);
    return { ...take, of };
  });
  await writeJournals(
    tx,
    given.map(({ id, amount_minor, of }) => ({
      source_id: id,
      journal: reverse(
        journalOf(
          clawbackTakeJournal({
            household: of.household_id,
            cooperative_id: of.cooperative_id,
            currency: of.currency,
            lot: of.lot_id,
            amount_minor: BigInt(amount_minor),
            memo: `Clawback ${of.id}`,
          }),
        ),
      ),
    })),
  );
  await insertAll(
    tx,
    "clawback_return",
    [
      ["take_id", "text", (one) => one.id],
      ["cooperative_id", "text", (one) => one.of.cooperative_id],
      ["household_id", "text", (one) => one.of.household_id],
      ["currency", "text", (one) => one.of.currency],
      ["lot_id", "text", (one) => one.of.lot_id],
      ["amount_minor", "bigint", (one) => one.amount_minor],
    ],
    given,
  );
}

/** Closed and nothing taken any more: what a household has given of it is back. */
async function close_(
  tx: Transaction,
  ids: readonly string[],
  state: "waived" | "reversed",
  person: string,
  reason: string,
): Promise<void> {
  await tx.raw(
    `update clawback set state = ?, taken_minor = 0, closed_at = now(), closed_by = ?, close_reason = ? where id = any(?)`,
    [state, person, reason, ids] as never,
  );
}
