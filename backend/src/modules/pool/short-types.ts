import type {
  GradeOffer,
  RuledBy,
  ShortChoice,
  ShortPlan,
  ShortPolicy,
  ShortState,
  Substituted,
} from "@commonlot/domain";

/** Entered by people, or by the house itself: see `AUTOMATIC`. */
export type ShortKind =
  | "lot_spoiled"
  | "weight_lower"
  | "culled"
  | "parcel_lost"
  | "recalled"
  | "not_enough"
  | "wait_over"
  | "wait_filled"
  | "claim";

/**
 * Entries that nobody makes: an order that its pool could not fill when it was allocated (its goods went past their day),
 * packs whose waiting is over, packs that waited and can be filled, and what a claim refunds, which was decided there. They are
 * applied without a person, and stand.
 */
export const AUTOMATIC: ReadonlySet<ShortKind> = new Set(["not_enough", "wait_over", "wait_filled", "claim"]);

/** In place of a policy for an entry: what each buyer chose, and where nobody did what the pool says. */
export const AS_CHOSEN = "as_chosen";

export interface EnterShortInput {
  cooperative_id: string;
  kind: ShortKind;
  lot_id?: string | undefined;
  units?: number | undefined;
  /** At whose packing it was found. */
  order_id?: string | undefined;
  parcel_id?: string | undefined;
  policy?: ShortPolicy | undefined;
  /** Of kind `claim`: the claim that refunds, and which packs of its parcel. */
  claim_id?: string | undefined;
  claimed?: ClaimedPacks | undefined;
  restock: boolean;
  reason: string;
  person: string;
  /** The recall that takes the lot out of its orders. */
  recall_id?: string | undefined;
  idempotency_key: string;
}

export type ClaimedPacks = { order_line_id: string; packs: number }[];

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
  /** Of an entry about packs that waited: the short they have waited since, and their line. */
  wait_of: string | null;
  wait_line: string | null;
  claim_id: string | null;
  claimed: ClaimedPacks | null;
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
    /** Whose word that policy is. Missing in plans made before buyers could choose, and where a parcel is gone. */
    ruled_by?: RuledBy;
    /** Missing in plans made before orders could fall short unfilled. */
    never_given?: number;
    /** Missing in plans made before other grades could fill in. */
    substituted?: readonly Substituted[];
    offer?: GradeOffer | null;
    regraded?: number;
  }[];
  /** What the buyers of its orders had chosen; null where nothing. It must still hold when this is applied. Missing as `ruled_by` is. */
  chosen?: Record<string, ShortChoice | null>;
  /** Packs that waited and that this fills, or whose waiting it ends. */
  resolves?: { wait: ShortWait; how: "filled" | "over" };
  /** How many parcels of each order had left: more of them now, and the plan no longer holds. */
  left: Record<string, number>;
  /**
   * Of orders that are planned anew in part: loads that get other packs, all loads that are touched by it, and what stays as it is.
   * An order that is missing here, as in older plans, is planned anew whole.
   */
  touched?: Record<
    string,
    { named: LoadOfOrder[]; loads: LoadOfOrder[]; kept: { parcels: number; freight_minor: string } }
  >;
  /** How many entries stood for lines of its orders: others since divide their freight anew. Missing in older plans. */
  stood?: number;
}

/** What one cooperative sends to one destination of an order. */
interface LoadOfOrder {
  cooperative_id: string;
  destination_id: string;
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
    /** What is missing stays promised. */
    waits?: boolean;
    /** What is done about its missing packs, whose word that is, and what its buyer chose. Missing in older views, and with gone parcels. */
    rule?: { policy: ShortPolicy; by: RuledBy; choice: ShortChoice | null };
    /** Of the packs short: those the buyer is asked about, and what goes back if the other grade comes for them. */
    offer?: GradeOfferView | null;
    /** Packs that another grade fills, as the buyer agreed. */
    regraded?: number;
  }[];
  parcels: { order_id: string; display_id: number | null; before: number; after: number }[];
  refund_minor: number;
  /** Base units that come out of what quotes hold, which give way. Missing in older views. */
  quotes_units?: number;
  /** What would follow from each policy; missing for entries that have no choice. */
  options?: PolicyOption[];
  /** Days that missing packs stay promised, where they do. */
  wait_days?: number;
  /** What the cooperative bears until the carrier pays: with lost parcels. */
  borne_minor: number;
}

/** Another grade, as its buyer is asked about it: prices of the day, minor units for so many units. */
export interface GradeOfferView extends GradeOffer {
  grade: string;
  from_grade: string;
  /** Back for these packs if the other grade comes. */
  back_minor: number;
}

/** What follows from one policy, or from what each buyer chose. */
export interface PolicyOption {
  policy: ShortPolicy | typeof AS_CHOSEN;
  /** Of the packs refunded: buyers are asked first whether another grade may come instead. */
  packs_asked?: number;
  packs_refunded: number;
  packs_waiting: number;
  refund_minor: number;
  parcels: number;
}

/** Packs of a line that are still promised, until a day. */
export interface ShortWait {
  short_id: string;
  order_id: string;
  order_line_id: string;
  pool_id: string;
  packs: number;
  pack_units: number;
  /** `together`: nothing of the order leaves before; `apart`: the rest follows in parcels of its own. */
  ships: "together" | "apart";
  until: Date | string;
  state: "waiting" | "filled" | "over" | "cancelled";
}

export interface OrderShort {
  short_id: string;
  number: string;
  kind: ShortRow["kind"];
  state: ShortState;
  order_line_id: string;
  packs: number;
  pack_units: number;
  after_handover: boolean;
  refund_minor: number;
  /** Whose refund that is: its own, or that of the entry that ended its waiting. */
  refund_short_id: string;
  unit: "g" | "piece";
  at: Date;
  /** Still promised until then. */
  waits_until: Date | null;
  /** What came as another grade instead, as the buyer agreed. */
  regraded_units: number;
  grade: string | null;
}
