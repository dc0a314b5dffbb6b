import type { MedusaContainer } from "@medusajs/framework/types";
import { gradeWords, produceWords } from "../../../lib/words";
import { todayOf } from "../../../lib/today";
import type CooperativeService from "../../../modules/cooperative/service";
import type { Adjustment } from "../../../modules/pool/adjustments";
import type { DeskHold } from "../../../modules/pool/buyer-holds";
import type { Forecast } from "../../../modules/pool/forecasts";
import type { GoodsBack } from "../../../modules/pool/returned-goods";
import type { Stocktake } from "../../../modules/pool/stocktakes";

/** Names of members and households behind ids, looked up once for a whole answer. */
export interface Names {
  member: (id: string | null) => string | null;
  household: (id: string) => { id: string; card_number: string; name: string } | null;
}

export async function namesOf(
  container: MedusaContainer,
  ids: { members?: readonly (string | null)[]; households?: readonly string[] },
): Promise<Names> {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const asked = [...new Set((ids.members ?? []).filter((id): id is string => id !== null))];
  const members = asked.length === 0 ? new Map<string, string>() : await cooperatives.memberNames(asked);
  const wanted = [...new Set(ids.households ?? [])];
  const found = wanted.length === 0 ? [] : await cooperatives.householdsById(wanted);
  const households = new Map(found.map(({ household_id: id, card_number, name }) => [id, { id, card_number, name }]));
  return {
    member: (id) => (id === null ? null : (members.get(id) ?? id)),
    household: (id) => households.get(id) ?? null,
  };
}

export async function todayAt(container: MedusaContainer, cooperative_id: string): Promise<string> {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const [own] = await cooperatives.cooperatives([cooperative_id]);
  return todayOf(own);
}

export function adjustmentView(one: Adjustment, names: Names) {
  return {
    id: one.id,
    pool_id: one.pool_id,
    kind: one.kind,
    reason: one.reason,
    words: one.words,
    total_units: one.total_units,
    limit_units: one.limit_units,
    state: one.state,
    proposed_by: names.member(one.proposed_by),
    proposed_by_id: one.proposed_by,
    decided_by: names.member(one.decided_by),
    decided_words: one.decided_words,
    at: one.at.toISOString(),
    decided_at: one.decided_at?.toISOString() ?? null,
    lines: one.lines.map((line) => ({
      lot_id: line.lot_id,
      lot_number: line.lot_number,
      household: names.household(line.household_id),
      delta_units: line.delta_units,
    })),
  };
}

export function stocktakeView(one: Stocktake, names: Names) {
  return {
    id: one.id,
    pool_id: one.pool_id,
    state: one.state,
    bearer: one.bearer,
    opened_by: names.member(one.opened_by),
    counted_by: names.member(one.counted_by),
    counted_by_id: one.counted_by,
    decided_by: names.member(one.decided_by),
    counted_units: one.counted_units,
    expected_units: one.expected_units,
    words: one.words,
    at: one.at.toISOString(),
    lines: (one.lines ?? []).map((line) => ({
      lot_id: line.lot_id,
      lot_number: line.lot_number,
      household: names.household(line.household_id),
      delta_units: line.delta_units,
      borne_by: line.borne_by,
    })),
  };
}

export function returnedView(one: GoodsBack, names: Names) {
  return {
    id: one.id,
    order_id: one.order_id,
    // Sold again, they pay for whoever bore it.
    claim: one.claim_id === null ? null : { id: one.claim_id, number: one.return_id },
    pool_id: one.pool_id,
    units: one.units,
    damaged: one.damaged,
    state: one.state,
    decided_by: names.member(one.decided_by),
    words: one.words,
    at: one.at.toISOString(),
  };
}

export function forecastView(one: Forecast, names?: Names) {
  return {
    id: one.id,
    pool_id: one.pool_id,
    produce: one.produce,
    produce_name: produceWords(one.produce),
    grade: one.grade,
    grade_name: gradeWords(one.grade),
    unit: one.unit,
    units: one.units,
    delivered_units: one.delivered_units,
    expected_units: one.expected_units,
    ratio_bp: one.ratio_bp,
    ready_from: one.ready_from,
    ready_to: one.ready_to,
    state: one.state,
    note: one.note,
    at: one.at.toISOString(),
    ...(names ? { household: names.household(one.household_id), declared_by: names.member(one.declared_by) } : {}),
  };
}

export function holdView(one: DeskHold, names: Names, now: number) {
  return {
    id: one.id,
    kind: one.kind,
    owner_id: one.owner_id,
    order_id: one.order_id,
    state: one.state,
    note: one.note,
    made_by: names.member(one.made_by),
    expires_at: one.expires_at?.toISOString() ?? null,
    /** Seconds left on its clock; null for a hold without one. */
    left_s: one.expires_at === null ? null : Math.max(0, Math.round((one.expires_at.getTime() - now) / 1000)),
    at: one.at.toISOString(),
    lines: one.lines,
    /** What a manager may end: only what ends by clock anyway. */
    releasable: (one.state === "soft" && one.priority === null) || one.kind === "preorder",
  };
}
