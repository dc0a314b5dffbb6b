import { compareText, returnedShareJournal, shareReturned } from "@commonlot/domain";
import { row, rows, type Transaction } from "../../lib/sql";
import { sourceOf, writeDeductions } from "./claim-bearing";
import { accountId } from "./ids";
import { journalOf, writeJournals } from "./ledger";

// What goods that came back bring when they are sold again: it stands on their claim's account until it is known who bore the
// claim, and goes to them then. Asked when a sale with such goods is divided, when a claim is shared, when its carrier answers.

/** One after the other for a claim: whoever comes second sees what the first has written. In the order of their ids. */
export async function lockClaimMoney(tx: Transaction, claim_ids: readonly string[]): Promise<void> {
  for (const claim_id of [...claim_ids].sort(compareText)) {
    await tx.raw(`select pg_advisory_xact_lock(hashtextextended(?, 0))`, [`claim:${claim_id}`]);
  }
}

interface Bearing {
  attempt: number;
  cooperative_id: string;
  carrier_minor: string;
  cooperative_minor: string;
  answered_minor: string | null;
  returned_rounds: number;
  returned_carrier_minor: string;
  returned_cooperative_minor: string;
  returned_lots_minor: string;
}

/**
 * Shares what stands on a claim's account for returned goods among those who bore it, on the running total. Nothing while the claim is
 * not shared, or its carrier has not answered: what it bore is not known before. `again`: who bore what has changed since, so what was
 * shared is shared anew, also when nothing came in meanwhile. The claim is locked by the caller.
 */
export async function shareReturned_(
  tx: Transaction,
  claim_id: string,
  currency: string,
  again: { again: boolean } = { again: false },
): Promise<void> {
  const bearing = await row<Bearing>(
    tx,
    `select attempt, cooperative_id, carrier_minor, cooperative_minor, answered_minor, returned_rounds, returned_carrier_minor,
            returned_cooperative_minor, returned_lots_minor
     from claim_bearing where claim_id = ? and currency = ? and reversed_at is null order by attempt desc limit 1 for update`,
    [claim_id, currency],
  );
  if (!bearing || (BigInt(bearing.carrier_minor) > 0n && bearing.answered_minor === null)) return;
  const account = await row<{ balance: string }>(
    tx,
    `select coalesce(-sum(amount_minor), 0) as balance from posting where account_id = ?`,
    [accountId("returned_goods", claim_id, currency)],
  );
  const fresh = BigInt(account?.balance ?? 0);
  if (fresh <= 0n && !(again.again && bearing.returned_rounds > 0)) return;
  const lots = await lotsOf(tx, claim_id, bearing.attempt);
  const given = new Map(lots.map((one) => [one.lot_id, BigInt(one.given)]));
  const to_lots = [...given.values()].reduce((sum, one) => sum + one, 0n);
  // What went to lots whose part the cooperative has taken over since stays theirs, and counts no more.
  const settled = BigInt(bearing.returned_lots_minor) - to_lots;
  const before = {
    carrier: BigInt(bearing.returned_carrier_minor),
    cooperative: BigInt(bearing.returned_cooperative_minor),
    lots: to_lots,
  };
  const paid = BigInt(bearing.answered_minor ?? 0);
  const so_far = shareReturned({
    proceeds_minor: before.carrier + before.cooperative + before.lots + fresh,
    carrier_minor: paid < BigInt(bearing.carrier_minor) ? paid : BigInt(bearing.carrier_minor),
    cooperative_minor: BigInt(bearing.cooperative_minor) + unpaid(bearing),
    lots: lots.map(({ lot_id, household_id, borne }) => ({
      lot: lot_id,
      household: household_id,
      amount_minor: BigInt(borne),
    })),
  });
  const shares = {
    carrier_minor: so_far.carrier_minor - before.carrier,
    cooperative_minor: so_far.cooperative_minor - before.cooperative,
    lots: so_far.lots
      .map((one) => ({ ...one, amount_minor: one.amount_minor - (given.get(one.lot) ?? 0n) }))
      .filter((one) => one.amount_minor > 0n),
  };
  const moves = shares.lots.length > 0 || shares.carrier_minor !== 0n || shares.cooperative_minor !== 0n;
  if (!moves) return;
  const round = bearing.returned_rounds + 1;
  const of = { claim_id, attempt: bearing.attempt };
  const journal = journalOf(
    returnedShareJournal({
      claim_id,
      cooperative_id: bearing.cooperative_id,
      currency,
      shares,
      memo: "Goods that came back were sold again",
    }),
  );
  await writeJournals(tx, [{ journal, source_id: `${sourceOf(of)}:${round}` }]);
  await writeDeductions(
    tx,
    { ...of, cooperative_id: bearing.cooperative_id, currency },
    shares.lots.map(({ lot, household, amount_minor }) => ({
      lot_id: lot,
      household_id: household,
      amount_minor: -amount_minor,
    })),
    round,
  );
  await tx.raw(
    `update claim_bearing set returned_rounds = ?, returned_carrier_minor = ?, returned_cooperative_minor = ?, returned_lots_minor = ?
     where claim_id = ? and attempt = ?`,
    [
      round,
      so_far.carrier_minor.toString(),
      so_far.cooperative_minor.toString(),
      so_far.lots.reduce((sum, one) => sum + one.amount_minor, settled).toString(),
      claim_id,
      bearing.attempt,
    ],
  );
}

/** Of what the carrier was asked for, what it did not pay: the cooperative's. */
function unpaid({ carrier_minor, answered_minor }: Bearing): bigint {
  const left = BigInt(carrier_minor) - BigInt(answered_minor ?? 0);
  return left > 0n ? left : 0n;
}

/** What each lot bears, and what came back to it of earlier sales; not those that got all of it back after an objection. */
function lotsOf(tx: Transaction, claim_id: string, attempt: number) {
  return rows<{ lot_id: string; household_id: string; borne: string; given: string }>(
    tx,
    `select lot_id, household_id, coalesce(sum(amount_minor) filter (where round <= 0), 0)::text as borne,
            coalesce(-sum(amount_minor) filter (where round > 0), 0)::text as given
     from claim_deduction where claim_id = ? and attempt = ? group by lot_id, household_id
     having coalesce(sum(amount_minor) filter (where round <= 0), 0) > 0 and count(*) filter (where round = -1) = 0 order by lot_id`,
    [claim_id, attempt],
  );
}
