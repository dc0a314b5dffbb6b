import { LEAST_HOUSEHOLDS } from "../../settlement/slip";
import { compareText } from "../../shared/order";

/** Days that are named of one pool at most: a table shows no more, and the last one is always among them. */
export const MAX_PROMISE_DAYS = 4;

/** A declared harvest that is still to come. */
export interface ComingHarvest {
  readonly household_id: string;
  /** The first and the last day on which it may come in, ISO. */
  readonly ready_from: string;
  readonly ready_to: string;
  /** What was declared and not brought yet, times the household's past delivered ratio (`expectedUnits`); base units. */
  readonly expected_units: number;
}

export interface PoolSupply {
  /** On hand and held for nobody. */
  readonly free_units: number;
  /** What is owed out of goods to come: pre-orders that wait, and paid packs that wait for fresh goods. */
  readonly waited_for_units: number;
  readonly coming: readonly ComingHarvest[];
}

export interface PromiseDay {
  readonly day: string;
  /** To be had by the end of this day, with what is free now; base units. */
  readonly units: number;
}

export interface ToPromise {
  /** Can be promised now. */
  readonly free_units: number;
  /** Expected, not promised: what there may be by which day, earliest first, growing. */
  readonly by_day: readonly PromiseDay[];
  /** Between which days more is expected, whether or not it is said how much; null when nothing is. */
  readonly coming: { readonly from: string; readonly to: string } | null;
}

/**
 * What can be had of a pool by which day. Free now is promised; the rest is expected: each declared harvest counts on its last day, and
 * who waits for goods already has the first of them. Days stand together until at least three households are behind each step: a smaller
 * step would say what one of them has in the field. What is left over joins the last step; of fewer households in all only the days are
 * told. A day on which nothing is added is left out, and of more than four days some of those between.
 */
export function toPromise(supply: PoolSupply): ToPromise {
  const free_units = Math.max(0, supply.free_units);
  const coming = supply.coming.filter((one) => one.expected_units > 0);
  if (coming.length === 0) return { free_units, by_day: [], coming: null };
  const from = coming.reduce((first, one) => (one.ready_from < first ? one.ready_from : first), coming[0]!.ready_from);
  const steps = stepsOf(coming);
  const to = [...coming].map((one) => one.ready_to).reduce((last, day) => (day > last ? day : last));
  let sum = 0;
  let said = 0;
  const by_day: PromiseDay[] = [];
  for (const step of steps) {
    sum += step.units;
    const more = Math.max(0, sum - supply.waited_for_units);
    if (more > said) by_day.push({ day: step.day, units: free_units + more });
    said = Math.max(said, more);
  }
  return { free_units, by_day: thinned(by_day), coming: { from, to } };
}

interface Step {
  day: string;
  units: number;
  households: Set<string>;
}

function stepsOf(coming: readonly ComingHarvest[]): Step[] {
  const steps: Step[] = [];
  for (const one of [...coming].sort((a, b) => compareText(a.ready_to, b.ready_to))) {
    const last = steps.at(-1);
    const open = last && (last.day === one.ready_to || last.households.size < LEAST_HOUSEHOLDS);
    if (!open) {
      steps.push({ day: one.ready_to, units: one.expected_units, households: new Set([one.household_id]) });
      continue;
    }
    last.day = one.ready_to;
    last.units += one.expected_units;
    last.households.add(one.household_id);
  }
  const last = steps.at(-1);
  if (!last || last.households.size >= LEAST_HOUSEHOLDS) return steps;
  const before = steps.at(-2);
  if (!before) return [];
  const joined = {
    day: last.day,
    units: before.units + last.units,
    households: new Set([...before.households, ...last.households]),
  };
  return [...steps.slice(0, -2), joined];
}

/** Sums grow from day to day, so that leaving one out makes nothing wrong, only coarser. */
function thinned(days: readonly PromiseDay[]): PromiseDay[] {
  if (days.length <= MAX_PROMISE_DAYS) return [...days];
  return Array.from(
    { length: MAX_PROMISE_DAYS },
    (_, at) => days[Math.ceil((days.length * (at + 1)) / MAX_PROMISE_DAYS) - 1]!,
  );
}
