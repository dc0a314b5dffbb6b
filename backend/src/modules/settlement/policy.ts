import {
  MAX_POLICY_DAYS,
  type FeePolicy,
  type FreightRule,
  type HoldbackRelease,
  type Seller,
  type TaxTreatment,
} from "@commonlot/domain";
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
  /** Rates of one product; of all goods of the cooperative when left out. */
  product_id?: string | null;
  freight_rule?: FreightRule;
  tax_treatment?: TaxTreatment;
  holdback_release?: HoldbackRelease;
  holdback_days?: number;
  /** Who sells to the buyer; counts in policies of all goods. */
  seller?: Seller;
  /** The first moment at which it no longer counts; until another takes its place when left out. */
  valid_until?: Date | null;
  /** The second person, where there was one. */
  confirmed_by?: string;
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
  product_id: string | null;
  freight_rule: FreightRule;
  tax_treatment: TaxTreatment;
  holdback_release: HoldbackRelease;
  holdback_days: number;
  seller: Seller;
  valid_until: Date | null;
  published_by: string;
  confirmed_by: string | null;
}

/** Clocks of two machines differ: a policy "from now" may arrive as a few seconds ago. */
const CLOCK_TOLERANCE_MS = 60_000;

/** Until somebody says otherwise a holdback is kept for a month. */
const HOLDBACK_DAYS = 30;

/**
 * Publishes the next version of a cooperative's rates. Versions are never changed. The desk comes here through a proposal and a
 * second person (`FeePolicies`); alone it is how a house is furnished before anybody works in it.
 */
export async function publishPolicy(tx: Transaction, input: PublishPolicyInput): Promise<PolicyRow> {
  const currency = currencyCode(input.currency);
  const rates = [input.platform_bp, input.cooperative_bp, input.agent_bp ?? 0];
  if (![...rates, input.holdback_bp ?? 0].every((bp) => Number.isInteger(bp) && bp >= 0 && bp <= 10_000)) {
    throw notAllowed("invalid_policy", "Rates are whole basis points between 0 and 10,000.");
  }
  if (rates.reduce((sum, bp) => sum + bp, 0) > 10_000) {
    throw notAllowed("fees_over_whole", "The fees together are more than the whole of 10,000 basis points.");
  }
  if (!Number.isInteger(input.hold_days) || input.hold_days < 0 || input.hold_days > MAX_POLICY_DAYS) {
    throw notAllowed("invalid_policy", `The hold days are a whole number between 0 and ${MAX_POLICY_DAYS}.`);
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
                             packing_minor_per_kg, holdback_bp, hold_days, minimum_payout_minor, published_by, product_id, freight_rule,
                             tax_treatment, holdback_release, holdback_days, seller, valid_until, confirmed_by)
     select ?, ?, ?, coalesce(max(version), 0) + 1, coalesce(?::timestamptz, now()), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::int, ?, ?::timestamptz, ?
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
      input.product_id ?? null,
      input.freight_rule ?? "pooled",
      input.tax_treatment ?? "set_apart",
      input.holdback_release ?? "after_days",
      input.holdback_days ?? HOLDBACK_DAYS,
      input.seller ?? "cooperative",
      input.valid_until ?? null,
      input.confirmed_by ?? null,
      input.cooperative_id,
      currency,
    ],
  );
  if (!written) throw new Error("fee_policy: nothing was written");
  return written;
}

/** The policy of all goods in force today for each of these cooperatives; a cooperative without one is missing in the answer. */
export async function policiesInForce(
  sql: Sql,
  cooperative_ids: readonly string[],
  currency: string,
  at?: Date,
): Promise<Map<string, PolicyRow>> {
  const found = await policiesOfGoods(
    sql,
    cooperative_ids.map((cooperative_id) => ({ cooperative_id, product_id: null })),
    currency,
    at,
  );
  return new Map(found.flatMap((policy) => (policy ? [[policy.cooperative_id, policy]] : [])));
}

/**
 * The policy that counts for each of these goods at a moment, now when left out, in their order: the product's own before that of
 * all goods, then the one that began last, then the higher version. Undefined where the cooperative has none.
 */
export async function policiesOfGoods(
  sql: Sql,
  goods: readonly { cooperative_id: string; product_id: string | null }[],
  currency: string,
  at?: Date,
): Promise<(PolicyRow | undefined)[]> {
  const found = await rows<PolicyRow & { place: string }>(
    sql,
    `select x.place, p.* from unnest(?::text[], ?::text[]) with ordinality as x (cooperative_id, product_id, place)
     cross join lateral (
       select * from fee_policy p
       where p.cooperative_id = x.cooperative_id and p.currency = ? and (p.product_id is null or p.product_id = x.product_id)
         and p.valid_from <= coalesce(?::timestamptz, now()) and coalesce(?::timestamptz, now()) < coalesce(p.valid_until, 'infinity')
       order by p.product_id is null, p.valid_from desc, p.version desc limit 1
     ) p`,
    [goods.map((one) => one.cooperative_id), goods.map((one) => one.product_id), currency, at ?? null, at ?? null],
  );
  const byPlace = new Map(found.map(({ place, ...policy }) => [Number(place), policy]));
  return goods.map((_, index) => byPlace.get(index + 1));
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
     where cooperative_id = any(?) and currency = ? and product_id is null order by cooperative_id, version`,
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
    product_id: policy.product_id,
    freight_rule: policy.freight_rule,
    tax_treatment: policy.tax_treatment,
    holdback_release: policy.holdback_release,
    holdback_days: policy.holdback_days,
    seller: policy.seller,
    valid_until: policy.valid_until,
    published_by: policy.published_by,
    confirmed_by: policy.confirmed_by,
  };
}
