import type { FeePolicy } from "@commonlot/domain";
import { row, rows, type Sql, type Transaction } from "../../lib/sql";
import { currencyCode, safeNumber, toWhole, type Whole } from "./amounts";
import { newId } from "./ids";
import { notAllowed } from "./refusals";

export interface PublishPolicyInput {
  cooperative_id: string;
  currency: string;
  platform_bp: number;
  cooperative_bp: number;
  agent_bp?: number;
  packing_minor_per_kg: Whole;
  holdback_bp?: number;
  hold_days: number;
  minimum_payout_minor: Whole;
  /** From when it counts; now when left out. Never in the past: sales keep the policy they were made under. */
  valid_from?: Date;
  person: string;
}

export interface PolicyRow {
  id: string;
  cooperative_id: string;
  currency: string;
  version: number;
  valid_from: Date;
  platform_bp: number;
  cooperative_bp: number;
  agent_bp: number;
  packing_minor_per_kg: string;
  holdback_bp: number;
  hold_days: number;
  minimum_payout_minor: string;
}

/** Clocks of two machines differ: a policy "from now" may arrive as a few seconds ago. */
const CLOCK_TOLERANCE_MS = 60_000;

/** Publishes the next version of a cooperative's rates. Versions are never changed. */
export async function publishPolicy(tx: Transaction, input: PublishPolicyInput): Promise<PolicyRow> {
  const currency = currencyCode(input.currency);
  const rates = [input.platform_bp, input.cooperative_bp, input.agent_bp ?? 0];
  if (![...rates, input.holdback_bp ?? 0].every((bp) => Number.isInteger(bp) && bp >= 0 && bp <= 10_000)) {
    throw notAllowed("invalid_policy", "Rates are whole basis points between 0 and 10,000.");
  }
  if (rates.reduce((sum, bp) => sum + bp, 0) > 10_000) {
    throw notAllowed("fees_over_whole", "The fees together are more than the whole of 10,000 basis points.");
  }
  if (!Number.isInteger(input.hold_days) || input.hold_days < 0 || input.hold_days > 365) {
    throw notAllowed("invalid_policy", "The hold days are a whole number between 0 and 365.");
  }
  if (input.valid_from && input.valid_from.getTime() < Date.now() - CLOCK_TOLERANCE_MS) {
    throw notAllowed("valid_from_in_past", "A fee policy counts from now or later: past sales keep theirs.");
  }
  // One publisher at a time per cooperative, or two would take the same version.
  await rows(tx, `select pg_advisory_xact_lock(hashtextextended(?, 0))`, [
    `fee_policy:${input.cooperative_id}:${currency}`,
  ]);
  const written = await row<PolicyRow>(
    tx,
    `insert into fee_policy (id, cooperative_id, currency, version, valid_from, platform_bp, cooperative_bp, agent_bp,
                             packing_minor_per_kg, holdback_bp, hold_days, minimum_payout_minor, published_by)
     select ?, ?, ?, coalesce(max(version), 0) + 1, coalesce(?::timestamptz, now()), ?, ?, ?, ?, ?, ?, ?, ?
     from fee_policy where cooperative_id = ? and currency = ?
     returning *`,
    [
      newId("policy"),
      input.cooperative_id,
      currency,
      input.valid_from ?? null,
      input.platform_bp,
      input.cooperative_bp,
      input.agent_bp ?? 0,
      toWhole(input.packing_minor_per_kg, "packing_minor_per_kg").toString(),
      input.holdback_bp ?? 0,
      input.hold_days,
      toWhole(input.minimum_payout_minor, "minimum_payout_minor").toString(),
      input.person,
      input.cooperative_id,
      currency,
    ],
  );
  if (!written) throw new Error("fee_policy: nothing was written");
  return written;
}

/** The policy in force today for each of these cooperatives; a cooperative without one is missing in the answer. */
export async function policiesInForce(
  sql: Sql,
  cooperative_ids: readonly string[],
  currency: string,
): Promise<Map<string, PolicyRow>> {
  const found = await rows<PolicyRow>(
    sql,
    `select distinct on (cooperative_id) * from fee_policy
     where cooperative_id = any(?) and currency = ? and valid_from <= now()
     order by cooperative_id, valid_from desc, version desc`,
    [[...cooperative_ids], currency],
  );
  return new Map(found.map((policy) => [policy.cooperative_id, policy]));
}

/**
 * The first policy of each cooperative: for sales captured before it had published any. The money is in the ledger
 * from the capture on; it is divided once there is a policy to divide it by.
 */
export async function firstPolicies(
  sql: Sql,
  cooperative_ids: readonly string[],
  currency: string,
): Promise<Map<string, PolicyRow>> {
  const found = await rows<PolicyRow>(
    sql,
    `select distinct on (cooperative_id) * from fee_policy
     where cooperative_id = any(?) and currency = ? order by cooperative_id, version`,
    [[...cooperative_ids], currency],
  );
  return new Map(found.map((policy) => [policy.cooperative_id, policy]));
}

/** The part of a policy that the waterfall reads. */
export function ratesOf(policy: PolicyRow): FeePolicy {
  return {
    platform_bp: policy.platform_bp,
    cooperative_bp: policy.cooperative_bp,
    agent_bp: policy.agent_bp,
    packing_minor_per_kg: policy.packing_minor_per_kg,
    holdback_bp: policy.holdback_bp,
  };
}

/** A policy as pages and reports show it. */
export function policyView(policy: PolicyRow) {
  return {
    id: policy.id,
    version: policy.version,
    currency: policy.currency,
    valid_from: policy.valid_from,
    platform_bp: policy.platform_bp,
    cooperative_bp: policy.cooperative_bp,
    agent_bp: policy.agent_bp,
    packing_minor_per_kg: safeNumber(policy.packing_minor_per_kg),
    holdback_bp: policy.holdback_bp,
    hold_days: policy.hold_days,
    minimum_payout_minor: safeNumber(policy.minimum_payout_minor),
  };
}
