import { gradeWords, produceWords } from "../../lib/words";
import type { Household } from "../../modules/cooperative/types";
import type { LotReport } from "../../modules/pool/reports";
import type { PoolRow } from "../../modules/pool/types";
import type { VillageRow } from "../../modules/village/types";

/** A pool as the desk sees it. Units are grams or pieces, as `unit` says. */
export function poolView(
  pool: PoolRow,
  village: VillageRow | undefined,
  forecast: { declared: number; expected: number; forecasts: number } = { declared: 0, expected: 0, forecasts: 0 },
  preorders: { buyers: number; units: number; kept_units: number } = { buyers: 0, units: 0, kept_units: 0 },
) {
  return {
    id: pool.id,
    produce: pool.produce,
    produce_name: produceWords(pool.produce),
    grade: pool.grade,
    grade_name: gradeWords(pool.grade),
    unit: pool.unit,
    blendable: pool.blendable,
    pack_units: pool.pack_units,
    rule: pool.rule,
    status: pool.status,
    origin: {
      kind: pool.origin_kind,
      id: pool.origin_id,
      ...(village ? { handle: village.handle, name: { zh: village.name_zh, en: village.name_en } } : {}),
    },
    on_hand: pool.on_hand,
    held: pool.held,
    available: pool.on_hand - pool.held,
    /** Still in the field: what households declared, and what to expect of it by what each brought before. Never stock. */
    forecast,
    /** Buyers who wait for it, how much they want, and what of that is kept for them. */
    preorders,
  };
}

/** A household as the desk sees it: no bank data, and of the phone the last four digits. */
export function householdView(household: Household, village: VillageRow | undefined) {
  return {
    id: household.household_id,
    card_number: household.card_number,
    name: household.name,
    phone_last4: household.phone_last4,
    active: household.active,
    village: village && { id: village.id, handle: village.handle, name: { zh: village.name_zh, en: village.name_en } },
  };
}

/** A lot with its figures: units + changed = sold + held + left + lost; changed by corrections and splits after the intake. */
export function lotView(lot: LotReport) {
  return {
    id: lot.lot_id,
    number: lot.number,
    pool_id: lot.pool_id,
    produce: lot.produce,
    produce_name: produceWords(lot.produce),
    grade: lot.grade,
    grade_name: gradeWords(lot.grade),
    unit: lot.unit,
    harvested_on: lot.harvested_on,
    best_before: lot.best_before,
    units: lot.units,
    sold: lot.sold,
    held: lot.held,
    left: lot.left,
    lost: lot.lost,
    changed: lot.changed,
    weighed_at: lot.created_at.toISOString(),
  };
}
