import type { Refusal } from "@commonlot/domain";

/** A parcel as the desk sees it. Weights in grams, money in minor units as numbers (checked to be safe integers). */
export interface ParcelView {
  id: string;
  number: string;
  order_id: string;
  cooperative_id: string;
  state: string;
  carton: string;
  goods_g: number;
  gross_g: number;
  freight_minor: number;
  carton_minor: number;
  currency: string;
  zone: string;
  carrier: string;
  service: string;
  tracking_number: string | null;
  province_code: string;
  /** For the label and the packer. No answer to a buyer or the public names these three. */
  name: string;
  phone: string;
  address: string;
  destination_id: string;
  addressee_id: string | null;
  handover_id: string | null;
  handed_over_at: Date | null;
  delivered_at: Date | null;
  /** The short that accounts for a parcel that never came. */
  accounted_by: string | null;
  contents: ParcelContentView[];
  events: { state: string; said: string | null; place: string | null; at: Date }[];
}

export interface ParcelContentView {
  order_line_id: string;
  title: string;
  packs: number;
  pack_units: number;
  pack_g: number;
  allocation_id: string;
  lot_id: string;
  pool_id: string;
  household_id: string;
  units: number;
}

export interface HandoverView {
  id: string;
  cooperative_id: string;
  person: string;
  parcels: number;
  gross_g: number;
  created_at: Date;
}

export interface HandOverInput {
  cooperative_id: string;
  person: string;
  order_id?: string | undefined;
  parcel_ids?: readonly string[] | undefined;
  /** Lots that may not leave now. */
  recalled_lots?: readonly string[] | undefined;
}

export type HandOverRefusal = Refusal<
  "parcel_not_found" | "order_not_found" | "parcels_not_ready" | "parcels_held_back" | "invalid_input"
>;

/** One sheet of labels as it was written: the parcels in the order of its pages. */
export interface PrintedSheet {
  cooperative_id: string;
  file: string;
  sha256: string;
  parcel_ids: readonly string[];
}

/** An amount of the database as a JSON number; more than 2^53 minor units is a fault, not a price. */
export function safeNumber(amount: string | number | bigint): number {
  const number = Number(amount);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${amount} is not a safe integer`);
  return number;
}
