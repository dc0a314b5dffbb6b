import { roundHalfUpDiv } from "../../shared/money";
import { compareText } from "../../shared/order";
import { FULL_BP } from "../../settlement/waterfall";

// Whether what was agreed can be kept, and what it costs when it was not (docs: adr, wholesale).

/** What of one pool is agreed, with what there is for it; base units (grams or pieces). */
export interface CommitmentSupply {
  readonly pool_id: string;
  readonly committed_units: number;
  /** By call-offs that stand: cancelled ones give back. */
  readonly drawn_units: number;
  /** On hand and free for this agreement. */
  readonly on_hand_units: number;
  /** Declared harvests of the season, each times its household's delivered ratio (`expectedUnits`), free for this agreement. */
  readonly expected_units: number;
}

export interface Coverage {
  readonly pool_id: string;
  readonly committed_units: number;
  readonly drawn_units: number;
  /** Not drawn yet and on hand. */
  readonly on_hand_units: number;
  /** Not drawn yet, not on hand, and expected from the field. */
  readonly expected_units: number;
  /** Nothing stands behind these. */
  readonly at_risk_units: number;
}

/**
 * The coverage bar, by pool and in sum: committed = drawn + on hand + expected + at risk, always. What one pool has too much of covers
 * nothing of another: that would be a change of the agreement.
 */
export function coverageOf(supplies: readonly CommitmentSupply[]): {
  by_pool: Coverage[];
  total: Omit<Coverage, "pool_id">;
} {
  const by_pool = supplies.map(coverOne).sort((a, b) => compareText(a.pool_id, b.pool_id));
  const sum = (of: (one: Coverage) => number) => by_pool.reduce((total, one) => total + of(one), 0);
  return {
    by_pool,
    total: {
      committed_units: sum((one) => one.committed_units),
      drawn_units: sum((one) => one.drawn_units),
      on_hand_units: sum((one) => one.on_hand_units),
      expected_units: sum((one) => one.expected_units),
      at_risk_units: sum((one) => one.at_risk_units),
    },
  };
}

function coverOne(supply: CommitmentSupply): Coverage {
  const { pool_id, committed_units, drawn_units } = supply;
  const left = Math.max(0, committed_units - drawn_units);
  const on_hand_units = Math.min(left, supply.on_hand_units);
  const expected_units = Math.min(left - on_hand_units, supply.expected_units);
  const at_risk_units = left - on_hand_units - expected_units;
  return { pool_id, committed_units, drawn_units, on_hand_units, expected_units, at_risk_units };
}

/** What was agreed about goods that do not come, or are not taken. Each side has its own part of the price; 0: nothing is owed. */
export interface ShortfallTerms {
  /** Of the commitment, basis points: so much may lack without anything owed, on either side. */
  readonly tolerance_bp: number;
  /** Owed by a cooperative on what it did not deliver, basis points of the price. */
  readonly seller_bp: number;
  /** Owed by the buyer on what was committed and never called off. */
  readonly buyer_bp: number;
}

export interface AgreementSeason {
  readonly committed_units: number;
  /** Called off; a part of it may not have come. */
  readonly called_units: number;
  readonly delivered_units: number;
  /** Not brought in for what nobody can help (hail, flood, an outbreak), as both sides have agreed afterwards. */
  readonly excused_units: number;
  /** Minor units for `per_units` base units: the floor, the fixed price, or the first step. */
  readonly price_minor: bigint;
  readonly per_units: number;
}

export interface Shortfall {
  /** Called off and not delivered, beyond what is excused or tolerated. */
  readonly seller_units: number;
  /** Committed and never called off, beyond what is tolerated. */
  readonly buyer_units: number;
  readonly seller_owes_minor: bigint;
  readonly buyer_owes_minor: bigint;
}

/**
 * What one cooperative and the buyer owe each other at the end of a season. Tolerance is `floor(committed * bp / 10000)` units for each
 * side. Goods that the buyer never asked for are not the cooperative's failure, and goods that did not come are not the buyer's. Owed is
 * `round_half_up(units * price * bp / (per_units * 10000))`. Households owe nothing: what a cooperative owes is its own. Throws on more
 * delivered than called off, or called off than committed: call-offs are refused before that.
 */
export function shortfallOf(season: AgreementSeason, terms: ShortfallTerms): Shortfall {
  const { committed_units, called_units, delivered_units, excused_units } = season;
  if (delivered_units > called_units || called_units > committed_units)
    throw new RangeError(`delivered ${delivered_units} of ${called_units} called off of ${committed_units}`);
  const tolerated = Number((BigInt(committed_units) * BigInt(terms.tolerance_bp)) / BigInt(FULL_BP));
  const seller_units = Math.max(0, called_units - delivered_units - excused_units - tolerated);
  const buyer_units = Math.max(0, committed_units - called_units - tolerated);
  const owed = (units: number, bp: number) =>
    roundHalfUpDiv(BigInt(units) * season.price_minor * BigInt(bp), BigInt(season.per_units) * BigInt(FULL_BP));
  return {
    seller_units,
    buyer_units,
    seller_owes_minor: owed(seller_units, terms.seller_bp),
    buyer_owes_minor: owed(buyer_units, terms.buyer_bp),
  };
}
