import type { MedusaContainer } from "@medusajs/framework/types";
import { nextCursor } from "../../lib/keyset";
import type CooperativeService from "../../modules/cooperative/service";
import type { ProposalRow } from "../../modules/settlement/fee-policies";
import { policyView, type PolicyRow } from "../../modules/settlement/policy";
import type SettlementService from "../../modules/settlement/service";
import { policyPlace, productsOfCooperative } from "./policy-place";

interface Asked {
  cursor?: string | undefined;
  before?: number | undefined;
  limit: number;
}

/** The rates of a cooperative as pages show them: what counts, what will, what waits, and how it came about. `me` is who asks. */
export async function readFeePolicies(
  container: MedusaContainer,
  cooperative_id: string,
  me: string,
  { cursor, before, limit }: Asked,
) {
  const settlement: SettlementService = container.resolve("settlement");
  const place = await policyPlace(container, cooperative_id);
  const { feePolicies } = settlement;
  const [standing, waiting, proposals, versions, products] = await Promise.all([
    feePolicies.standing(cooperative_id, place.currency),
    feePolicies.proposals({ cooperative_id, waiting: true, limit }),
    feePolicies.proposals({ cooperative_id, cursor, limit }),
    feePolicies.history(cooperative_id, before, limit),
    productsOfCooperative(container, cooperative_id),
  ]);
  const people = await namesOf(
    container,
    [...waiting, ...proposals],
    [...standing.in_force, ...standing.coming, ...versions],
  );
  const titleOf = new Map(products.map((one) => [one.id, one.title]));
  const version = (policy: PolicyRow) => versionFields(policy, people, titleOf);
  const proposal = (one: ProposalRow & { version: number | null }) => proposalFields(one, people, titleOf, me);
  return {
    currency: place.currency,
    today: place.today,
    in_force: standing.in_force.map(version),
    coming: standing.coming.map(version),
    waiting: waiting.map(proposal),
    proposals: proposals.map(proposal),
    next: nextCursor(proposals, limit),
    versions: versions.map(version),
    next_version: versions.length === limit ? (versions.at(-1)?.version ?? null) : null,
    products,
  };
}

/** One proposal, for whoever has just made or decided it. */
export async function readProposal(container: MedusaContainer, id: string, cooperative_id: string, me: string) {
  const settlement: SettlementService = container.resolve("settlement");
  const found = await settlement.feePolicies.proposal(id, cooperative_id);
  if (!found.ok) return null;
  const products = await productsOfCooperative(container, cooperative_id);
  const people = await namesOf(container, [found.value], []);
  const titles = new Map(products.map((one) => [one.id, one.title]));
  return proposalFields({ ...found.value, version: null }, people, titles, me);
}

async function namesOf(
  container: MedusaContainer,
  proposals: readonly ProposalRow[],
  versions: readonly PolicyRow[],
): Promise<Map<string, string>> {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const ids = [
    ...proposals.flatMap((one) => [one.proposed_by, one.decided_by ?? ""]),
    ...versions.flatMap((one) => [one.published_by, one.confirmed_by ?? ""]),
  ];
  return cooperatives.memberNames([...new Set(ids.filter((id) => id !== ""))]);
}

function versionFields(policy: PolicyRow, people: ReadonlyMap<string, string>, titles: ReadonlyMap<string, string>) {
  const { published_by, confirmed_by, ...view } = policyView(policy);
  return {
    ...view,
    product: policy.product_id === null ? null : (titles.get(policy.product_id) ?? policy.product_id),
    // Null where it was no member: the platform's operator, or the house as it was furnished.
    proposed_by: people.get(published_by) ?? null,
    confirmed_by: confirmed_by === null ? null : (people.get(confirmed_by) ?? null),
  };
}

function proposalFields(
  one: ProposalRow & { version: number | null },
  people: ReadonlyMap<string, string>,
  titles: ReadonlyMap<string, string>,
  me: string,
) {
  return {
    id: one.id,
    version: one.version,
    state: one.state,
    currency: one.currency,
    product_id: one.product_id,
    product: one.product_id === null ? null : (titles.get(one.product_id) ?? one.product_id),
    platform_bp: one.platform_bp,
    cooperative_bp: one.cooperative_bp,
    agent_bp: one.agent_bp,
    packing_minor_per_kg: Number(one.packing_minor_per_kg),
    freight_rule: one.freight_rule,
    tax_treatment: one.tax_treatment,
    holdback_bp: one.holdback_bp,
    holdback_release: one.holdback_release,
    holdback_days: one.holdback_days,
    hold_days: one.hold_days,
    minimum_payout_minor: Number(one.minimum_payout_minor),
    seller: one.seller,
    from_day: one.from_day,
    until_day: one.until_day,
    reason: one.reason,
    by_operator: one.by_operator,
    proposed_by: people.get(one.proposed_by) ?? null,
    proposed_by_me: one.proposed_by === me,
    proposed_at: one.proposed_at,
    decided_by: one.decided_by === null ? null : (people.get(one.decided_by) ?? null),
    decided_at: one.decided_at,
    decided_words: one.decided_words,
  };
}
