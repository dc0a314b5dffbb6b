import { LEAST_HOUSEHOLDS } from "../../settlement/slip";
import { compareText } from "../../shared/order";

// Whether what was agreed can be kept (docs: adr, wholesale).

/** What of one pool is agreed, with what there is for it; base units (grams or pieces). */
export interface CommitmentSupply {
  readonly pool_id: string;
  readonly committed_units: number;
  /** By call-offs that stand: cancelled ones give back. */
  readonly drawn_units: number;
  /** On hand and free for this agreement. */
  readonly on_hand_units: number;
  /** Declared harvests that are not late, each times its household's delivered ratio (`expectedOfHarvests`), free for this agreement. */
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
  const on_hand_units = Math.min(left, Math.max(0, supply.on_hand_units));
  const expected_units = Math.min(left - on_hand_units, Math.max(0, supply.expected_units));
  const at_risk_units = left - on_hand_units - expected_units;
  return { pool_id, committed_units, drawn_units, on_hand_units, expected_units, at_risk_units };
}

/** How safe the rest of an agreement is, as its company is told: never a figure. */
export const SAFETIES = ["done", "safe", "at_risk", "not_expected"] as const;
export type Safety = (typeof SAFETIES)[number];

/** A pool as a company may hear of it; base units. */
export interface SafetySupply {
  /** Of the company's own agreement, not drawn yet. */
  readonly own_left_units: number;
  /** Of all active agreements together, not drawn yet: what is there is there once. */
  readonly all_left_units: number;
  readonly free_units: number;
  /** As the desk's coverage has it (`expectedOfHarvests`). */
  readonly expected_units: number;
  /** Whose declared harvests stand behind what is expected. */
  readonly households: number;
}

/**
 * What a company is told of the rest of a good, in one word, by the desk's own coverage (`coverageOf`) of what is left of all agreements of
 * the pool: nothing is left, nothing of it is at risk, a part, or all. What fewer than three households expect is left out, as in the quick
 * order (`toPromise`): else the word would change with what one of them has in the field.
 */
export function safetyOf(supply: SafetySupply): Safety {
  if (supply.own_left_units <= 0) return "done";
  const { on_hand_units, expected_units, at_risk_units } = coverOne({
    pool_id: "",
    committed_units: supply.all_left_units,
    drawn_units: 0,
    on_hand_units: supply.free_units,
    expected_units: supply.households >= LEAST_HOUSEHOLDS ? supply.expected_units : 0,
  });
  if (at_risk_units === 0) return "safe";
  return on_hand_units + expected_units > 0 ? "at_risk" : "not_expected";
}
