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
  number: string;
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
  /** The packed parcels of this wave; the rest stays. */
  wave_id?: string | undefined;
  /** How many parcels the driver was shown; when there are others now, nothing is signed. */
  expected?: number | undefined;
  /** Who takes them along, in what lorry, and the strokes of a signature. */
  driver?: string | undefined;
  plate?: string | undefined;
  signature?: string | undefined;
  idempotency_key?: string | undefined;
  /** Lots that may not leave now. */
  recalled_lots?: readonly string[] | undefined;
  /** Orders whose goods wait for their company's money. */
  unpaid_orders?: readonly string[] | undefined;
}

export type HandOverRefusal = Refusal<
  | "parcel_not_found"
  | "order_not_found"
  | "parcels_not_ready"
  | "parcels_held_back"
  | "invalid_input"
  | "stale"
  | "idempotency_conflict"
>;

/** One sheet of labels as it was written: the parcels in the order of its pages. */
export interface PrintedSheet {
  cooperative_id: string;
  file: string;
  sha256: string;
  parcel_ids: readonly string[];
  /** The numbers that were printed, in the same order: one that was replaced meanwhile is no label. */
  numbers?: readonly string[] | undefined;
  /** Whether it is of a print of all labels of the order; a few of them are not the order's sheet. */
  whole?: boolean | undefined;
  /** Which of the files of one print it is, from 0, and how many labels all of them hold. */
  part?: number | undefined;
  of_labels?: number | undefined;
}

/** An amount of the database as a JSON number; more than 2^53 minor units is a fault, not a price. */
export function safeNumber(amount: string | number | bigint): number {
  const number = Number(amount);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${amount} is not a safe integer`);
  return number;
}
