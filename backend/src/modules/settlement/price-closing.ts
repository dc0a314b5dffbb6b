import { averageShares, poolFinalJournal, type AverageLot, type FinalShare } from "@commonlot/domain";
import { row, rows, type Sql, type Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import { journalOf, writeJournals, type LedgerEntry } from "./ledger";
import { lockPricePool, writeEntries, type EntryInput, type PricePoolRow } from "./price-pool-rows";
import { notAllowed } from "./refusals";

/** A lot that was accepted in the days of a price pool, as the pool says now. */
export interface AcceptedLot {
  lot_id: string;
  pool_id: string;
  household_id: string;
  grams: number;
}

/** Lots of one journal of a closing. */
export const LOTS_A_JOURNAL = 5_000;

/**
 * What the ledger booked of advances and closings for the entries that a period has taken up, per household: for the
 * approval, which compares it with the statements. Takes the period, the period again, `LOTS_A_JOURNAL`.
 */
export const BOOKED_PRICES = `
  select a.party as household_id, p.currency, -sum(p.amount_minor) as amount
  from (select 'advance' as kind, e.lot_id as source_id, e.lot_id
        from price_pool_entry e where e.period_id = ? and e.revision = 0
        union all
        select 'pool_final', c.price_pool_id || ':' || c.revision || ':' || part, null
        from (select e.price_pool_id, e.revision, count(s.lot_id) as lots
              from (select distinct price_pool_id, revision, period_id from price_pool_entry where period_id = ? and revision > 0) e
              join price_pool_share s on s.price_pool_id = e.price_pool_id and s.revision = e.revision group by 1, 2) c
        cross join lateral generate_series(0, c.lots, ?::int) as part) x
  join journal j on j.kind = x.kind and j.source_id = x.source_id
  join posting p on p.journal_id = j.id
  join account a on a.id = p.account_id and a.kind = 'household_payable'
  group by 1, 2`;

/** Closes a price pool: shares, journals and what the statements will say, in one transaction. */
export async function close_(
  tx: Transaction,
  input: { price_pool_id: string; cooperative_id: string; person: string; today: string; lots: readonly AcceptedLot[] },
): Promise<{ revision: number; shared_minor: bigint; lots: number }> {
  const pool = await lockPricePool(tx, input.price_pool_id, input.cooperative_id);
  if (pool.state === "closed") throw notAllowed("price_pool_state", "This price pool is closed already.");
  if (input.today <= pool.to_date) {
    throw notAllowed("period_not_ended", `The last day of this price pool is ${pool.to_date}: it closes after that.`);
  }
  const revision = pool.revision + 1;
  const { lots, proceeds } = await standing(tx, pool, input.lots);
  const shared = averageShares(proceeds, lots);
  if (!shared.ok) throw notAllowed(shared.refusal.reason, shared.refusal.message);
  const advances = await openAdvances(tx, pool.id);
  const shares = shared.value.map((share): FinalShare => {
    return { ...share, advance_minor: advances.get(share.lot) ?? 0n };
  });
  await writeJournals(tx, finalEntries(pool, revision, shares));
  await storeShares(tx, pool, revision, shares, lots);
  await tx.raw(
    `update price_pool set state = 'closed', revision = ?, closed_by = ?, closed_at = now(), updated_at = now() where id = ?`,
    [revision, input.person, pool.id],
  );
  const shared_minor = shares.reduce((sum, share) => sum + share.difference_minor, 0n);
  return { revision, shared_minor, lots: shares.length };
}

/** All proceeds so far and every lot with what it had: also those that were given something and are accepted no more. */
async function standing(
  tx: Transaction,
  pool: PricePoolRow,
  accepted: readonly AcceptedLot[],
): Promise<{ lots: AverageLot[]; proceeds: bigint }> {
  const factors = new Map(
    (
      await rows<{ pool_id: string; factor_bp: number }>(
        tx,
        `select pool_id, factor_bp from price_pool_member where price_pool_id = ?`,
        [pool.id],
      )
    ).map((one) => [one.pool_id, one.factor_bp]),
  );
  const had = await rows<{ lot_id: string; household_id: string; factor_bp: number; before: string }>(
    tx,
    `select lot_id, household_id, max(factor_bp) as factor_bp, sum(difference_minor) as before from (
       select lot_id, household_id, factor_bp, difference_minor from price_pool_share where price_pool_id = ?
       union all select lot_id, household_id, 1, 0 from price_pool_advance where price_pool_id = ?) x
     group by lot_id, household_id order by lot_id`,
    [pool.id, pool.id],
  );
  const before = new Map(had.map((one) => [one.lot_id, BigInt(one.before)]));
  const there = new Set(accepted.map((lot) => lot.lot_id));
  const lots = [
    ...accepted.map((lot): AverageLot => {
      const factor_bp = factors.get(lot.pool_id);
      if (factor_bp === undefined) throw new Error(`pool ${lot.pool_id} is not priced by ${pool.id}`);
      const { lot_id, household_id: household, grams } = lot;
      return { lot: lot_id, household, grams: BigInt(grams), factor_bp, before_minor: before.get(lot_id) ?? 0n };
    }),
    ...had
      .filter((one) => !there.has(one.lot_id))
      .map(({ lot_id, household_id, factor_bp }): AverageLot => {
        return { lot: lot_id, household: household_id, grams: 0n, factor_bp, before_minor: before.get(lot_id) ?? 0n };
      }),
  ];
  const waiting = await row<{ minor: string }>(
    tx,
    `select coalesce(-sum(p.amount_minor), 0) as minor from account a join posting p on p.account_id = a.id
     where a.kind = 'price_pool' and a.party = ? and a.currency = ?`,
    [pool.id, pool.currency],
  );
  const given = [...before.values()].reduce((sum, one) => sum + one, 0n);
  return { lots, proceeds: given + BigInt(waiting?.minor ?? 0) };
}

/** Advances that no closing has netted yet, by lot. */
async function openAdvances(sql: Sql, price_pool_id: string): Promise<ReadonlyMap<string, bigint>> {
  const found = await rows<{ lot_id: string; amount_minor: string }>(
    sql,
    `select lot_id, amount_minor from price_pool_advance v where price_pool_id = ?
       and not exists (select 1 from price_pool_share s where s.lot_id = v.lot_id and s.advance_minor > 0)`,
    [price_pool_id],
  );
  return new Map(found.map((one) => [one.lot_id, BigInt(one.amount_minor)]));
}

function finalEntries(pool: PricePoolRow, revision: number, shares: readonly FinalShare[]): LedgerEntry[] {
  // By household, so that a journal meets few accounts.
  const sorted = [...shares].sort((a, b) => (a.household < b.household ? -1 : a.household > b.household ? 1 : 0));
  const entries: LedgerEntry[] = [];
  for (let from = 0; from < sorted.length; from += LOTS_A_JOURNAL) {
    const made = poolFinalJournal({
      currency: pool.currency,
      price_pool: pool.id,
      shares: sorted.slice(from, from + LOTS_A_JOURNAL),
      memo: `${pool.name}, closing ${revision}`,
    });
    if (!made.ok && made.refusal.reason === "nothing_to_post") continue;
    entries.push({ journal: journalOf(made), source_id: `${pool.id}:${revision}:${from}` });
  }
  return entries;
}

async function storeShares(
  tx: Transaction,
  pool: PricePoolRow,
  revision: number,
  shares: readonly FinalShare[],
  lots: readonly AverageLot[],
): Promise<void> {
  const rowsOf = shares.map((share, index) => ({ ...share, lot_of: lots[index]! }));
  await insertAll(
    tx,
    "price_pool_share",
    [
      ["price_pool_id", "text", () => pool.id],
      ["revision", "int", () => revision],
      ["lot_id", "text", (share) => share.lot],
      ["household_id", "text", (share) => share.household],
      ["grams", "bigint", (share) => share.lot_of.grams],
      ["factor_bp", "int", (share) => share.lot_of.factor_bp],
      ["share_minor", "bigint", (share) => share.share_minor],
      ["difference_minor", "bigint", (share) => share.difference_minor],
      ["advance_minor", "bigint", (share) => share.advance_minor],
    ],
    rowsOf,
  );
  const entries = rowsOf.flatMap(({ household, lot, lot_of, difference_minor, advance_minor }): EntryInput[] => {
    const one = { household, lot, grams: Number(lot_of.grams) };
    return [
      { ...one, kind: "sale", rule: revision === 1 ? "pool_share" : "pool_difference", amount_minor: difference_minor },
      { ...one, kind: "advance", rule: "advance_netted", amount_minor: advance_minor },
    ];
  });
  await writeEntries(
    tx,
    pool,
    entries.filter((entry) => entry.amount_minor !== 0n),
    revision,
  );
}
