import type { AllocateRule } from "@commonlot/domain";

/** Base units of a pool: grams, or pieces. Counts stay under 2^53 (9 million tonnes in grams), so numbers are exact. */
export type Units = number;

export interface PoolRow {
  id: string;
  cooperative_id: string;
  origin_kind: "village" | "region";
  origin_id: string;
  produce: string;
  grade: string;
  unit: "g" | "piece";
  /** Grams of one base unit: 1 for grams, the usual weight of one piece otherwise. */
  unit_g: number;
  blendable: boolean;
  pack_units: number | null;
  rule: AllocateRule;
  status: "open" | "closed";
  inventory_item_id: string;
  location_id: string;
  on_hand: Units;
  held: Units;
}

export interface CreatePoolInput {
  cooperative_id: string;
  origin_kind: "village" | "region";
  origin_id: string;
  produce: string;
  grade: string;
  unit: "g" | "piece";
  unit_g?: number;
  blendable: boolean;
  /** Base units of the one pack size; needed when not blendable. */
  pack_units?: number;
  rule?: AllocateRule;
  inventory_item_id: string;
  location_id: string;
  /** Where its days begin and end, as an IANA time zone; the cooperative's own. */
  tz?: string;
}

export interface ReceiveLotInput {
  pool_id: string;
  cooperative_id: string;
  household_id: string;
  /** Grams on the scale, and of the container. For a pool of pieces give `pieces`; weights are then optional. */
  gross_g?: number;
  tare_g?: number;
  pieces?: number;
  harvested_on: string;
  best_before?: string;
  grade: string;
  weigher_id: string;
  scale?: string;
  /** Made by the device that weighs: the same key is the same lot, however often it is sent. */
  idempotency_key: string;
  /** Today at the cooperative, ISO. */
  today: string;
}

export interface ReceivedLot {
  lot_id: string;
  /** The receipt number on the weigh ticket. */
  number: string;
  units: Units;
  sellable_units: Units;
  /** Net grams; null for pieces counted without a scale. */
  net_g: number | null;
  pool_on_hand: Units;
  /** The lot was there already, from an earlier call with this key. */
  repeated: boolean;
}

export interface PoolUnits {
  pool_id: string;
  units: Units;
}

export interface Allocation {
  id: string;
  order_line_id: string;
  pool_id: string;
  lot_id: string;
  lot_number: string;
  household_id: string;
  units: Units;
  grams: number;
  shipped: Units;
  harvested_on: string;
  best_before: string | null;
  state: "held" | "shipped" | "released";
  why: { en: string; zh: string };
}
