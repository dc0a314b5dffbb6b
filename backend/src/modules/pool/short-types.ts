import type { ShortPlan, ShortPolicy, ShortState } from "@commonlot/domain";

export type ShortKind = "lot_spoiled" | "weight_lower" | "culled" | "parcel_lost" | "recalled";

export interface EnterShortInput {
  cooperative_id: string;
  kind: ShortKind;
  lot_id?: string | undefined;
  units?: number | undefined;
  /** At whose packing it was found. */
  order_id?: string | undefined;
  parcel_id?: string | undefined;
  policy?: ShortPolicy | undefined;
  restock: boolean;
  reason: string;
  person: string;
  idempotency_key: string;
}

export interface ShortRow {
  id: string;
  number: string;
  cooperative_id: string;
  kind: ShortKind;
  state: ShortState;
  lot_id: string | null;
  units: number | null;
  order_id: string | null;
  parcel_id: string | null;
  policy: ShortPolicy | null;
  restock: boolean;
  reason: string;
  entered_by: string;
  decided_by: string | null;
  decided_at: Date | null;
  problem: string | null;
  plan: StoredPlan | null;
  plan_hash: string | null;
  view: ShortView | null;
  previewed_at: Date | null;
  attempt: number;
  finished_at: Date | null;
  created_at: Date;
  /** Its place in the list, exact to the microsecond. */
  cursor: string;
}

/** The domain's plan as it is kept: money as digits, and what must still hold when it is applied. */
export interface StoredPlan {
  kind: "goods" | "parcel";
  losses: { lot: string; units: number }[];
  goods: "lost" | "aside";
  wasted: ShortPlan["wasted"];
  shares: ShortPlan["shares"];
  recalled: ShortPlan["recalled"];
  aside: ShortPlan["aside"];
  /** Kept aside by earlier shorts, and used now. */
  unaside: { short_id: string; pool: string; units: number }[];
  orders: readonly string[];
  lines: {
    order: string;
    order_line: string;
    pool: string;
    packs: number;
    pack_units: number;
    drops: readonly { destination: string; packs: number }[];
    goods_minor: string;
    freight_minor: string;
    tax_minor: string;
    policy: ShortPolicy;
  }[];
  /** How many parcels of each order had left: more of them now, and the plan no longer holds. */
  left: Record<string, number>;
}

/** What the page tells: before and after, per household, buyer and parcels. Names are looked up when it is shown. */
export interface ShortView {
  unit: "g" | "piece";
  currency: string | null;
  households: {
    household_id: string;
    units_before: number;
    units_after: number;
    minor_before: number | null;
    minor_after: number | null;
  }[];
  buyers: {
    order_id: string;
    display_id: number | null;
    title: string;
    packs: number;
    packs_short: number;
    refund_minor: number;
    wholesale: boolean;
  }[];
  parcels: { order_id: string; display_id: number | null; before: number; after: number }[];
  refund_minor: number;
  /** What the cooperative bears until the carrier pays: with lost parcels. */
  borne_minor: number;
}
