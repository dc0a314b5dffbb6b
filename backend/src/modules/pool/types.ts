import type { AllocateRule, DeductionLine, Measured, PriceMode } from "@commonlot/domain";
import type { CullInput } from "./culls";
import type { DayPrice } from "./day-prices";

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
  price_mode: PriceMode;
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
  /** How its sales reach the households (docs/adr/0025); by sale when left out. It stands from the first lot on. */
  price_mode?: PriceMode;
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
  /** Code of a container whose tare is known, and how many of them; then `tare_g` may be left out. */
  container?: string;
  containers?: number;
  /** What the meter says, in basis points: taken off by the cooperative's table. */
  measured?: Measured;
  /** Refused at grading, beside what is taken in. */
  culls?: readonly CullInput[];
  /** When the scale was read; now when left out. A device without network sends it later. */
  weighed_at?: Date;
  /**
   * False: ask when the same household brought the same produce within two minutes. True: it was asked, and it is another
   * lot. Left out: the caller knows what it sends (an import, whose rows have keys).
   */
  confirm_repeat?: boolean;
  /** Made by the device that weighs: the same key is the same lot, however often it is sent. */
  idempotency_key: string;
  /** The day of the weigh-in at the cooperative, ISO. */
  today: string;
}

export interface ReceivedLot {
  lot_id: string;
  /** The receipt number on the weigh ticket. */
  number: string;
  units: Units;
  sellable_units: Units;
  /** Net grams before deductions; null for pieces counted without a scale. */
  net_g: number | null;
  gross_g: number | null;
  tare_g: number | null;
  deductions: readonly DeductionLine[];
  /** As it stood when the lot was weighed; null: priced later. */
  day_price: Pick<DayPrice, "price_minor" | "currency" | "per"> | null;
  weighed_at: Date;
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
