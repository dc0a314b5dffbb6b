import { rows, type Transaction } from "../../lib/sql";
import type { Sourced } from "./statement-sources";

/**
 * Locks the payables of households, given by a query of their ids, in every currency and in the order of their ids. The one order in
 * which the money of households is locked: claims (`lockClaimMoney`), payables, clawbacks. Whoever touches several of them, or
 * payables in more than one statement, comes here before the first.
 */
export async function lockPayables(tx: Transaction, households: Sourced): Promise<void> {
  await rows(
    tx,
    `select count(*) from (
       select id from account where kind = 'household_payable' and party in (${households.sql}) order by id for no key update) locked`,
    households.bindings,
  );
}

export function lockPayablesOf(tx: Transaction, household_ids: readonly string[]): Promise<void> {
  return lockPayables(tx, { sql: `select unnest(?::text[])`, bindings: [[...household_ids]] });
}
