import type { MedusaContainer } from "@medusajs/framework/types";
import { causesOf } from "@commonlot/domain";
import type CooperativeService from "../../../modules/cooperative/service";
import type { ClaimPolicyVersion, ClaimTerms } from "../../../modules/parcel/claim-policies";
import type { ClaimRow, ClaimView } from "../../../modules/parcel/claim-types";
import type PoolService from "../../../modules/pool/service";
import type SettlementService from "../../../modules/settlement/service";
import { previewClaim } from "../../../workflows/parcel/claim/preview";

/** A claim in a list. */
export function claimFields(claim: ClaimRow) {
  return {
    id: claim.id,
    number: claim.number,
    parcel_id: claim.parcel_id,
    parcel_number: claim.parcel_number,
    parcel_state: claim.parcel_state,
    carrier: claim.carrier,
    order_id: claim.order_id,
    kind: claim.kind,
    source: claim.source,
    state: claim.state,
    words: claim.words,
    weighed_g: claim.weighed_g,
    drop_reason: claim.drop_reason,
    refused_words: claim.refused_words,
    wish: claim.wish,
    wish_due_at: claim.wish_due_at.toISOString(),
    carrier_due_on: claim.carrier_due_on,
    asked_at: claim.asked_at?.toISOString() ?? null,
    asked_ref: claim.asked_ref,
    remedy: claim.remedy,
    cause: claim.cause,
    decision_words: claim.decision_words,
    problem: claim.problem,
    problem_code: claim.problem_code,
    short_id: claim.short_id,
    replacement_order_id: claim.replacement_order_id,
    currency: claim.currency,
    cost_minor: claim.cost_minor,
    carrier_minor: claim.carrier_minor,
    cooperative_minor: claim.cooperative_minor,
    lots_minor: claim.lots_minor,
    limit_minor: claim.limit_minor === null ? null : Number(claim.limit_minor),
    lots_bp: claim.lots_bp,
    answer: claim.answer,
    answered_minor: claim.answered_minor,
    answer_words: claim.answer_words,
    opened_at: claim.created_at.toISOString(),
  };
}

/** A claim with all that was said and done, people by their names. `me`: whose own acts the page tells apart. */
export async function claimPage(
  container: MedusaContainer,
  { claim, lines, events, photos, inspection, objections, answer_change }: ClaimView,
  me: string,
) {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const names = await cooperatives.memberNames([
    ...new Set([
      ...events.map((one) => one.person),
      inspection?.person ?? "",
      answer_change?.proposed_by ?? "",
      ...objections.map((one) => one.answered_by ?? ""),
    ]),
  ]);
  const households = await cooperatives.householdsById(objections.map((one) => one.household_id));
  const nameOf = (person: string) =>
    names.get(person) ?? (person === "buyer" || person === "carrier" || person === "system" ? person : "");
  return {
    ...claimFields(claim),
    cost_of: await costOf(container, claim),
    // What each decision would do; null once it is decided.
    preview: (await previewClaim(container, claim)) ?? null,
    causes: causesOf(claim.carrier),
    opened_by_me: claim.opened_by === me,
    // What the claimed packs weigh as they are packed: the weight on arrival is read beside it.
    packs_g: lines.reduce((sum, line) => sum + line.packs * line.pack_g, 0),
    lines: lines.map(({ order_line_id, title, packs }) => ({ order_line_id, title, packs })),
    events: events.map((one) => ({
      act: one.act,
      person: nameOf(one.person),
      words: one.words,
      at: one.at.toISOString(),
    })),
    photos: photos.map((one) => ({
      id: one.id,
      width: one.width,
      height: one.height,
      mine: one.taken_by === me,
      by: nameOf(one.taken_by),
    })),
    inspection:
      inspection === null
        ? null
        : {
            finding: inspection.finding,
            words: inspection.words,
            person: nameOf(inspection.person),
            by_me: inspection.person === me,
            photos: inspection.photos,
          },
    answer_change:
      answer_change === null
        ? null
        : {
            id: answer_change.id,
            answer: answer_change.answer,
            answered_minor: answer_change.answered_minor,
            words: answer_change.words,
            proposed_by: nameOf(answer_change.proposed_by),
            by_me: answer_change.proposed_by === me,
            at: answer_change.proposed_at.toISOString(),
          },
    objections: objections.map((one) => ({
      household_id: one.household_id,
      household_name: households.find((other) => other.household_id === one.household_id)?.name ?? "",
      words: one.words,
      at: one.at.toISOString(),
      outcome: one.outcome,
      answer: one.answer,
      answered_by: one.answered_by === null ? null : nameOf(one.answered_by),
    })),
  };
}

/** What it cost, part by part: what went back to the buyer, or what the replacement was paid for with. */
async function costOf(container: MedusaContainer, claim: ClaimRow) {
  if (claim.cost_minor === null) return null;
  const pools: PoolService = container.resolve("pool");
  const settlement: SettlementService = container.resolve("settlement");
  return {
    refund: claim.short_id === null ? null : await pools.shorts.desk.refund(claim.short_id),
    again: claim.replacement_order_id === null ? null : await settlement.claims.paidFor(claim.replacement_order_id),
  };
}

export function termsFields(terms: ClaimTerms) {
  return {
    report_days: terms.report_days,
    wish_days: terms.wish_days,
    lots_bp: terms.lots_bp,
    carriers: terms.carriers.map(({ carrier, claim_days, limit_minor }) => ({ carrier, claim_days, limit_minor })),
  };
}

export function versionFields(version: ClaimPolicyVersion, names: ReadonlyMap<string, string>, me: string) {
  return {
    id: version.id,
    version: version.version,
    state: version.state,
    from_day: version.from_day,
    ...termsFields(version),
    reason: version.reason,
    proposed_by: names.get(version.proposed_by) ?? "",
    proposed_at: version.proposed_at.toISOString(),
    proposed_by_me: version.proposed_by === me,
    decided_by: version.decided_by === null ? null : (names.get(version.decided_by) ?? ""),
    decided_at: version.decided_at?.toISOString() ?? null,
  };
}
