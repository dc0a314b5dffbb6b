import {
  decideOnProposal,
  decideProposal,
  type FeeTermsInput,
  type ProposalState,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { atKey, placeOf } from "../../lib/keyset";
import { inTransaction, row, rows, type Sql, type Transaction } from "../../lib/sql";
import { currencyCode } from "./amounts";
import { newId } from "./ids";
import { policiesOfGoods, publishPolicy, type PolicyRow } from "./policy";
import { asResult, notFound } from "./refusals";
import { RefusalError } from "../../lib/refusal";

/** What the settlement is told of a cooperative, by whoever asks for it. */
export interface PolicyPlace {
  cooperative_id: string;
  /** In which it sells. */
  currency: string;
  /** Where its day ends. */
  tz: string;
  today: string;
}

export interface ProposeInput {
  place: PolicyPlace;
  /** Rates of one product; of all goods when null. */
  product_id: string | null;
  currency: string;
  terms: FeeTermsInput;
  from_day: string;
  until_day: string | null;
  reason: string;
  person: string;
  by_operator: boolean;
  /** Whose account charges the buyer; the platform's when left out. */
  charged_by?: "platform" | "cooperative";
}

type Terms = Omit<PolicyRow, "id" | "version" | "valid_from" | "valid_until" | "published_by" | "confirmed_by">;

export interface ProposalRow extends Terms {
  id: string;
  from_day: string;
  until_day: string | null;
  reason: string;
  by_operator: boolean;
  proposed_by: string;
  proposed_at: Date;
  state: ProposalState;
  decided_by: string | null;
  decided_at: Date | null;
  decided_words: string | null;
  policy_id: string | null;
  time_zone: string;
}

const PROPOSAL = `id, cooperative_id, product_id, currency, platform_bp, cooperative_bp, agent_bp, packing_minor_per_kg, freight_rule, tax_treatment,
  holdback_bp, holdback_release, holdback_days, hold_days, minimum_payout_minor, seller, from_day::text as from_day, until_day::text as until_day,
  time_zone, reason, by_operator, proposed_by, proposed_at, state, decided_by, decided_at, decided_words, policy_id`;

/** Products with rates of their own, and policies that are coming: more is another trouble than a page's. */
const SHOWN = 100;

/**
 * Rates of a cooperative (docs/adr/0029): proposed by one person, confirmed by a second, counting for orders from a day on. What
 * was sold before keeps the version that is frozen on it.
 */
export class FeePolicies {
  constructor(private readonly sql: Knex) {}

  /** The policies that count today, the one of all goods first, and those that will. */
  async standing(cooperative_id: string, currency: string): Promise<{ in_force: PolicyRow[]; coming: PolicyRow[] }> {
    const products = await rows<{ product_id: string | null }>(
      this.sql,
      `select null as product_id union all
       select product_id from (select distinct product_id from fee_policy
         where cooperative_id = ? and currency = ? and product_id is not null order by product_id limit ${SHOWN}) own`,
      [cooperative_id, currency],
    );
    const goods = products.map(({ product_id }) => ({ cooperative_id, product_id }));
    const found = await policiesOfGoods(this.sql, goods, currency);
    // A product whose own policy has ended is one of all goods again.
    const in_force = found.flatMap((policy, index) =>
      policy && policy.product_id === goods[index]?.product_id ? [policy] : [],
    );
    const coming = await rows<PolicyRow>(
      this.sql,
      `select * from fee_policy where cooperative_id = ? and currency = ? and valid_from > now() order by valid_from, version limit ${SHOWN}`,
      [cooperative_id, currency],
    );
    return { in_force, coming };
  }

  /** Proposals, the newest first; `waiting`: those that nobody has decided. */
  proposals(input: { cooperative_id: string; waiting?: boolean; cursor?: string | undefined; limit: number }) {
    const place = placeOf(input.cursor);
    return rows<ProposalRow & { at_key: string; version: number | null }>(
      this.sql,
      `select p.*, v.version from (
         select ${PROPOSAL}, ${atKey("proposed_at")} from fee_policy_proposal
         where cooperative_id = ? and (proposed_at, id) < (?::timestamptz, ?) and (state = 'proposed' or not ?)
         order by proposed_at desc, id desc limit ?) p
       left join fee_policy v on v.id = p.policy_id order by p.proposed_at desc, p.id desc`,
      [input.cooperative_id, place.at, place.id, input.waiting ?? false, input.limit],
    );
  }

  /** Versions, the newest first, by number. */
  history(cooperative_id: string, before_version: number | undefined, limit: number): Promise<PolicyRow[]> {
    return rows<PolicyRow>(
      this.sql,
      `select * from fee_policy where cooperative_id = ? and version < coalesce(?::int, 2147483647) order by version desc, currency limit ?`,
      [cooperative_id, before_version ?? null, limit],
    );
  }

  proposal(proposal_id: string, cooperative_id: string): Promise<Result<ProposalRow, Refusal>> {
    return asResult(() => proposalOf(this.sql, proposal_id, cooperative_id));
  }

  propose(input: ProposeInput): Promise<Result<ProposalRow, Refusal>> {
    return asResult(() => inTransaction(this.sql, (tx) => this.propose_(tx, input)));
  }

  async propose_(tx: Transaction, input: ProposeInput): Promise<ProposalRow> {
    const { place, product_id } = input;
    const { cooperative_id } = place;
    const currency = currencyCode(input.currency);
    await lockPolicies(tx, cooperative_id, currency);
    const waits = await row(
      tx,
      `select 1 from fee_policy_proposal where cooperative_id = ? and currency = ? and product_id is not distinct from ? and state = 'proposed'`,
      [cooperative_id, currency, product_id],
    );
    if (waits) {
      throw refusal({
        reason: "proposal_waits",
        message: "A change for these goods waits for its second person already. Have it decided or taken back first.",
      });
    }
    const [in_force] = await policiesOfGoods(tx, [{ cooperative_id, product_id }], currency);
    const decided = decideProposal({
      terms: input.terms,
      currency,
      cooperative_currency: place.currency,
      from_day: input.from_day,
      until_day: input.until_day,
      today: place.today,
      by_operator: input.by_operator,
      charged_by: input.charged_by ?? "platform",
      of_product: product_id !== null,
      in_force: in_force ?? null,
      versions: await datedVersions(tx, place, currency, product_id),
    });
    if (!decided.ok) throw refusal(decided.refusal);
    const terms = decided.value;
    const id = newId("fprop");
    await tx.raw(
      `insert into fee_policy_proposal (id, cooperative_id, product_id, currency, platform_bp, cooperative_bp, agent_bp, packing_minor_per_kg,
         freight_rule, tax_treatment, holdback_bp, holdback_release, holdback_days, hold_days, minimum_payout_minor, seller,
         from_day, until_day, time_zone, reason, by_operator, proposed_by)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      [
        id,
        cooperative_id,
        product_id,
        currency,
        terms.platform_bp,
        terms.cooperative_bp,
        terms.agent_bp,
        terms.packing_minor_per_kg.toString(),
        terms.freight_rule,
        terms.tax_treatment,
        terms.holdback_bp,
        terms.holdback_release,
        terms.holdback_days,
        terms.hold_days,
        terms.minimum_payout_minor.toString(),
        terms.seller,
        input.from_day,
        input.until_day,
        place.tz,
        input.reason,
        input.by_operator,
        input.person,
      ] as string[],
    );
    return proposalOf(tx, id, cooperative_id);
  }

  decide(input: DecideInput): Promise<Result<ProposalRow, Refusal>> {
    return asResult(() => inTransaction(this.sql, (tx) => this.decide_(tx, input)));
  }

  /** Ends a proposal; confirmed, its version is published in the same transaction. */
  async decide_(tx: Transaction, input: DecideInput): Promise<ProposalRow> {
    const { place } = input;
    const known = await proposalOf(tx, input.proposal_id, place.cooperative_id);
    await lockPolicies(tx, place.cooperative_id, known.currency);
    const proposal = await proposalOf(tx, known.id, place.cooperative_id);
    const decided = decideOnProposal({ ...proposal, ...input, today: place.today });
    if (!decided.ok) throw refusal(decided.refusal);
    const policy_id = decided.value === "confirmed" ? (await this.publish(tx, input, proposal)).id : null;
    await tx.raw(
      `update fee_policy_proposal set state = ?, decided_by = ?, decided_at = now(), decided_words = ?, policy_id = ? where id = ?`,
      [decided.value, input.person, input.words === "" ? null : input.words, policy_id, proposal.id] as string[],
    );
    return proposalOf(tx, proposal.id, place.cooperative_id);
  }

  /** What was free when it was proposed may be taken by now: asked again, as it is published. */
  private async publish(tx: Transaction, { place, person }: DecideInput, proposal: ProposalRow): Promise<PolicyRow> {
    const [in_force] = await policiesOfGoods(
      tx,
      [{ cooperative_id: place.cooperative_id, product_id: proposal.product_id }],
      proposal.currency,
    );
    const still = decideProposal({
      terms: termsOf(proposal),
      currency: proposal.currency,
      cooperative_currency: place.currency,
      from_day: proposal.from_day,
      until_day: proposal.until_day,
      today: place.today,
      by_operator: proposal.by_operator,
      charged_by: "platform",
      of_product: proposal.product_id !== null,
      in_force: in_force ?? null,
      versions: await datedVersions(tx, place, proposal.currency, proposal.product_id),
    });
    if (!still.ok) throw refusal(still.refusal);
    const dates = await row<{ valid_from: Date | null; valid_until: Date | null }>(
      tx,
      // From today on means from now on: what was ordered this morning keeps what counted this morning.
      `select nullif(greatest(now(), ?::date::timestamp at time zone ?), now()) as valid_from, ?::date::timestamp at time zone ? as valid_until`,
      [proposal.from_day, place.tz, proposal.until_day, place.tz] as string[],
    );
    return publishPolicy(tx, {
      ...termsOf(proposal),
      cooperative_id: place.cooperative_id,
      currency: proposal.currency,
      product_id: proposal.product_id,
      ...(dates?.valid_from ? { valid_from: dates.valid_from } : {}),
      valid_until: dates?.valid_until ?? null,
      person: proposal.proposed_by,
      confirmed_by: person,
    });
  }
}

export interface DecideInput {
  place: PolicyPlace;
  proposal_id: string;
  decision: Exclude<ProposalState, "proposed">;
  words: string;
  person: string;
  is_manager: boolean;
}

/** A proposal's terms, as rules and simulations take them. */
export function termsOf(proposal: Terms): FeeTermsInput {
  return {
    platform_bp: proposal.platform_bp,
    cooperative_bp: proposal.cooperative_bp,
    agent_bp: proposal.agent_bp,
    packing_minor_per_kg: proposal.packing_minor_per_kg,
    freight_rule: proposal.freight_rule,
    tax_treatment: proposal.tax_treatment,
    holdback_bp: proposal.holdback_bp,
    holdback_release: proposal.holdback_release,
    holdback_days: proposal.holdback_days,
    hold_days: proposal.hold_days,
    minimum_payout_minor: proposal.minimum_payout_minor,
    seller: proposal.seller,
  };
}

async function proposalOf(sql: Sql, id: string, cooperative_id: string): Promise<ProposalRow> {
  const found = await row<ProposalRow>(
    sql,
    `select ${PROPOSAL} from fee_policy_proposal where id = ? and cooperative_id = ?`,
    [id, cooperative_id],
  );
  if (!found) throw notFound("proposal");
  return found;
}

/** The lock that `publishPolicy` takes as well: versions and proposals of a cooperative change one after the other. */
async function lockPolicies(tx: Transaction, cooperative_id: string, currency: string): Promise<void> {
  await rows(tx, `select pg_advisory_xact_lock(hashtextextended(?, 0))`, [`fee_policy:${cooperative_id}:${currency}`]);
}

/** Versions of the same goods, in the cooperative's days, that have not ended. */
function datedVersions(tx: Transaction, place: PolicyPlace, currency: string, product_id: string | null) {
  return rows<{ version: number; from_day: string; until_day: string | null }>(
    tx,
    `select version, (valid_from at time zone ?)::date::text as from_day, (valid_until at time zone ?)::date::text as until_day
     from fee_policy where cooperative_id = ? and currency = ? and product_id is not distinct from ? and coalesce(valid_until, 'infinity') > now()
     order by version`,
    [place.tz, place.tz, place.cooperative_id, currency, product_id] as string[],
  );
}

function refusal(of: Refusal): RefusalError {
  return new RefusalError(of);
}
