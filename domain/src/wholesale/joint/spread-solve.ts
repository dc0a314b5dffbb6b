import { compareText } from "../../shared/order";
import type { Reach } from "./spread-reach";

/** A source as the solver sees it: `least` >= 1, `most` >= `least`; costs in minor units. */
export interface SpreadSource extends Reach {
  readonly id: string;
  /** Of each pack. */
  readonly unit_minor: bigint;
  /** Once, if anything is taken. */
  readonly stop_minor: bigint;
  readonly distance_km: number;
}

export interface Solved {
  /** Packs by source id, more than none each. */
  readonly taken: ReadonlyMap<string, number>;
  readonly proven: boolean;
}

/** Steps of the search at most: under a second on a slow machine. Real orders take tens. */
const MAX_NODES = 10_000;

/** Decided in the search so far: taken from (at least its least), left out, or either. */
type Choice = "in" | "out" | undefined;

/**
 * The cheapest packs of each source that sum to `packs`, or null when no choice does. Branch and bound (Land and Doig 1960): a node is
 * solved with its minimums waived and its stops spread over the packs a source could give, which is never dearer than the truth; where the
 * answer breaks a minimum or pays part of a stop, the source is once taken and once left out.
 */
export function solveSpread(packs: number, given: readonly SpreadSource[]): Solved | null {
  // The order in which equal costs are taken: so the order of the input plays no part.
  const sources = [...given].sort(
    (a, b) =>
      compareBig(a.unit_minor, b.unit_minor) ||
      compareBig(a.stop_minor, b.stop_minor) ||
      a.distance_km - b.distance_km ||
      compareText(a.id, b.id),
  );
  const best: { taken: number[] | null; cost: bigint } = { taken: null, cost: 0n };
  const offer = (taken: number[] | null) => {
    if (taken === null) return;
    const cost = costOf(sources, taken);
    if (best.taken === null || cost < best.cost) Object.assign(best, { taken, cost });
  };
  offer(greedy(packs, sources));
  let nodes = 0;
  const stack: Choice[][] = [sources.map(() => undefined)];
  for (let node = stack.pop(); node !== undefined && nodes < MAX_NODES; node = stack.pop()) {
    nodes += 1;
    const relaxed = relax(packs, sources, node);
    if (relaxed === null || (best.taken !== null && relaxed.bound >= best.cost)) continue;
    offer(rounded(packs, sources, node, relaxed.taken));
    if (relaxed.breaks === -1) {
      offer(relaxed.taken);
      continue;
    }
    // Taken from first: the stack gives back the last one.
    stack.push(decided(node, relaxed.breaks, "out"), decided(node, relaxed.breaks, "in"));
  }
  // A search that was cut off has either an answer that may not be the best, or must find out whether there is one at all.
  const proven = stack.length === 0 && nodes < MAX_NODES;
  const taken = best.taken ?? (proven ? null : anyChoice(packs, sources));
  if (taken === null) return null;
  const entries = sources.flatMap((source, at) => (taken[at]! > 0 ? [[source.id, taken[at]!] as const] : []));
  return { taken: new Map(entries), proven };
}

function decided(node: readonly Choice[], at: number, choice: Choice): Choice[] {
  const next = [...node];
  next[at] = choice;
  return next;
}

interface Relaxed {
  readonly taken: number[];
  /** No answer below this node costs less. */
  readonly bound: bigint;
  /** A source whose minimum or stop the answer breaks; -1: none, the answer is true. */
  readonly breaks: number;
}

function relax(packs: number, sources: readonly SpreadSource[], node: readonly Choice[]): Relaxed | null {
  const taken = sources.map((source, at) => (node[at] === "in" ? source.least : 0));
  let left = packs - sum(taken);
  if (left < 0) return null;
  let bound = 0n;
  // A source that is decided has paid its stop; another one pays by the pack, at most what a full load would.
  const unit = sources.map((source, at) => {
    if (node[at] === "in") {
      bound += source.stop_minor + source.unit_minor * BigInt(source.least);
      return source.unit_minor;
    }
    return source.unit_minor + source.stop_minor / BigInt(Math.min(source.most, packs));
  });
  const order = sources.map((_, at) => at).filter((at) => node[at] !== "out");
  order.sort((a, b) => compareBig(unit[a]!, unit[b]!) || a - b);
  for (const at of order) {
    const more = Math.min(left, sources[at]!.most - taken[at]!);
    taken[at] = taken[at]! + more;
    bound += unit[at]! * BigInt(more);
    left -= more;
  }
  if (left > 0) return null;
  const breaks = sources.findIndex((source, at) => {
    if (node[at] !== undefined || taken[at] === 0) return false;
    const paid = (unit[at]! - source.unit_minor) * BigInt(taken[at]!);
    return taken[at]! < source.least || paid !== source.stop_minor;
  });
  return { taken, bound, breaks };
}

/** A true answer from a relaxed one: the same sources, each with at least its least, the rest to the cheapest. */
function rounded(
  packs: number,
  sources: readonly SpreadSource[],
  node: readonly Choice[],
  relaxed: readonly number[],
): number[] | null {
  const used = sources.map((_, at) => node[at] === "in" || relaxed[at]! > 0);
  return filled(packs, sources, used);
}

/** Everything from the cheapest source, then the next; null where a minimum is in the way. */
function greedy(packs: number, sources: readonly SpreadSource[]): number[] | null {
  const taken = sources.map(() => 0);
  let left = packs;
  for (const [at, source] of sources.entries()) {
    const count = Math.min(left, source.most);
    if (count < source.least) continue;
    taken[at] = count;
    left -= count;
  }
  return left === 0 ? taken : null;
}

/** These sources with their least, and the rest by unit cost (their order); null when that is too much or too little. */
function filled(packs: number, sources: readonly SpreadSource[], used: readonly boolean[]): number[] | null {
  const taken = sources.map((source, at) => (used[at] ? source.least : 0));
  let left = packs - sum(taken);
  if (left < 0) return null;
  for (const [at, source] of sources.entries()) {
    if (!used[at]) continue;
    const more = Math.min(left, source.most - taken[at]!);
    taken[at] = taken[at]! + more;
    left -= more;
  }
  return left === 0 ? taken : null;
}

/** Some choice that gives the packs, whatever it costs: by the sums of minimums and of capacities. */
function anyChoice(packs: number, sources: readonly SpreadSource[]): number[] | null {
  // For each reachable sum of minimums, the largest sum of capacities that goes with it, and how it was reached.
  interface Way {
    readonly most: number;
    readonly source: number;
    readonly before: Way | null;
  }
  let ways = new Map<number, Way>([[0, { most: 0, source: -1, before: null }]]);
  for (const [at, source] of sources.entries()) {
    const next = new Map(ways);
    for (const [least, way] of ways) {
      const sum_least = least + source.least;
      const most = way.most + source.most;
      if (sum_least > packs || (next.get(sum_least)?.most ?? -1) >= most) continue;
      next.set(sum_least, { most, source: at, before: way });
    }
    ways = next;
  }
  for (const way of ways.values()) {
    if (way.most < packs) continue;
    const used = sources.map(() => false);
    for (let one: Way | null = way; one !== null; one = one.before) if (one.source >= 0) used[one.source] = true;
    return filled(packs, sources, used);
  }
  return null;
}

function costOf(sources: readonly SpreadSource[], taken: readonly number[]): bigint {
  return sources.reduce(
    (cost, source, at) => (taken[at]! > 0 ? cost + source.stop_minor + source.unit_minor * BigInt(taken[at]!) : cost),
    0n,
  );
}

const sum = (counts: readonly number[]): number => counts.reduce((total, one) => total + one, 0);

const compareBig = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);
