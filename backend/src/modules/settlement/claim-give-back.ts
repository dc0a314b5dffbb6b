import { claimGivenBackJournal } from "@commonlot/domain";
import { row, rows, type Transaction } from "../../lib/sql";
import { bearingOf, sourceOf, writeDeductions } from "./claim-bearing";
import { safeNumber } from "./amounts";
import { waiveClaim_ } from "./clawbacks";
import { journalOf, writeJournals } from "./ledger";
import { lockPayablesOf } from "./payables";
import { lockClaimMoney } from "./returned-goods";

/**
 * After an objection the cooperative bears what a household's lots bore of a claim, less what goods sold again have brought
 * them already: a row below zero on its next statement, and the cooperative's loss. Once. What each bears then.
 */
export async function giveBack_(
  tx: Transaction,
  input: { claim_id: string; attempt: number; number: string; household_id: string },
): Promise<{ cooperative_minor: number; lots_minor: number }> {
  const { claim_id, attempt, household_id } = input;
  await lockClaimMoney(tx, [claim_id]);
  await lockPayablesOf(tx, [household_id]);
  const bearing = await bearingOf(tx, claim_id, attempt);
  if (!bearing) throw new Error(`claim ${claim_id} was not shared`);
  const lots = await rows<{ lot_id: string; left: string }>(
    tx,
    `select lot_id, sum(amount_minor)::text as left from claim_deduction where claim_id = ? and attempt = ? and household_id = ?
     group by lot_id having sum(amount_minor) > 0 and count(*) filter (where round = -1) = 0 order by lot_id`,
    [claim_id, attempt, household_id],
  );
  const back = lots.map((one) => ({ lot_id: one.lot_id, household_id, amount_minor: BigInt(one.left) }));
  const amount_minor = back.reduce((sum, one) => sum + one.amount_minor, 0n);
  if (amount_minor > 0n && bearing.reversed_at === null) {
    const { cooperative_id, currency } = bearing;
    const journal = journalOf(
      claimGivenBackJournal({
        cooperative_id,
        currency,
        lots: back.map((one) => ({ lot: one.lot_id, household: household_id, amount_minor: one.amount_minor })),
        memo: `Claim ${input.number}: given back after an objection`,
      }),
    );
    await writeJournals(tx, [{ journal, source_id: `${sourceOf(input)}:${household_id}` }]);
    await writeDeductions(
      tx,
      { claim_id, attempt, cooperative_id, currency },
      back.map((one) => ({ ...one, amount_minor: -one.amount_minor })),
      -1,
    );
    await tx.raw(
      `update claim_bearing set cooperative_minor = cooperative_minor + ?, lots_minor = lots_minor - ? where claim_id = ? and attempt = ?`,
      [amount_minor.toString(), amount_minor.toString(), claim_id, attempt],
    );
  }
  if (bearing.reversed_at === null)
    await waiveClaim_(tx, { claim_id, attempt, household_id, reason: `Claim ${input.number}: an objection was heard` });
  const now = await row<{ cooperative_minor: string; lots_minor: string }>(
    tx,
    `select cooperative_minor, lots_minor from claim_bearing where claim_id = ? and attempt = ?`,
    [claim_id, attempt],
  );
  return {
    cooperative_minor: safeNumber(now?.cooperative_minor ?? "0"),
    lots_minor: safeNumber(now?.lots_minor ?? "0"),
  };
}
