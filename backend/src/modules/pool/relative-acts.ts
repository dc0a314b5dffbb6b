import type { HouseholdActKind } from "@commonlot/domain";
import type { Transaction } from "../../lib/sql";
import { append } from "../outbox/append";

/**
 * Asks, in the transaction of what a relative did here, for the line in the household's log. The log is the cooperative's:
 * the message is what makes sure that nothing is done for a household without its standing there.
 */
export async function logRelative(
  tx: Transaction,
  { household_id, delegate_id }: { household_id: string; delegate_id: string },
  act: HouseholdActKind,
  subject_id: string,
): Promise<void> {
  await append(tx, {
    job: "household-act",
    payload: { household_id, delegate_id, act, subject_id },
    dedup_key: `${act}:${subject_id}`,
  });
}
