import { row, type Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import { newId } from "./ids";

// How what a claim cost was shared, as it is kept.

export interface BearingRow {
  cooperative_id: string;
  currency: string;
  cost_minor: string;
  carrier_minor: string;
  cooperative_minor: string;
  answered_minor: string | null;
  reversed_at: Date | null;
}

export const BEARING = `cooperative_id, currency, cost_minor, carrier_minor, cooperative_minor, answered_minor, reversed_at`;

export async function writeDeductions(
  tx: Transaction,
  of: { claim_id: string; attempt: number; cooperative_id: string; currency: string },
  lots: readonly { lot_id: string; household_id: string; amount_minor: bigint }[],
  /** Above zero: what goods that came back brought, each time anew. */
  round = 0,
): Promise<void> {
  await insertAll(
    tx,
    "claim_deduction",
    [
      ["id", "text", () => newId("cded")],
      ["claim_id", "text", () => of.claim_id],
      ["attempt", "int", () => of.attempt],
      ["cooperative_id", "text", () => of.cooperative_id],
      ["household_id", "text", (one) => one.household_id],
      ["lot_id", "text", (one) => one.lot_id],
      ["currency", "text", () => of.currency],
      ["amount_minor", "bigint", (one) => one.amount_minor],
      ["round", "int", () => round],
    ],
    lots,
  );
}

export function bearingOf(tx: Transaction, claim_id: string, attempt: number): Promise<BearingRow | undefined> {
  return row<BearingRow>(tx, `select ${BEARING} from claim_bearing where claim_id = ? and attempt = ? for update`, [
    claim_id,
    attempt,
  ]);
}

/** What a journal of a claim books: the claim at one of its attempts. */
export function sourceOf({ claim_id, attempt }: { claim_id: string; attempt: number }): string {
  return `${claim_id}:${attempt}`;
}
