import { apportion } from "../shared/apportion";
import { compareText } from "../shared/order";

/**
 * How freight is borne. `pooled`: what the buyer paid for freight is one purse for all boxes of the order, goods pay the rest.
 * `actual`: each line pays its own boxes, with its own freight first. `buyer_pays`: only what the buyer paid for freight goes to
 * boxes; what is over or missing is the cooperative's, and goods are never touched.
 */
export const FREIGHT_RULES = ["pooled", "actual", "buyer_pays"] as const;
export type FreightRule = (typeof FREIGHT_RULES)[number];

/** A line of one order as its carriage is shared out; money in minor units. */
export interface CarriedLine {
  readonly line: string;
  readonly cooperative: string;
  /** False when nothing of it travels: all of it fell short. */
  readonly filled: boolean;
  /** What its boxes cost, each box shared among its lines by weight. */
  readonly cost_minor: bigint;
  /** What is left of the freight that the buyer paid with it, the tax on it taken off. */
  readonly purse_minor: bigint;
  /** By the policy frozen on the line; `pooled` when left out. */
  readonly rule?: FreightRule;
}

export interface CarriedFreight {
  /** What the line pays the carrier; over a cooperative's lines these sum to the costs. */
  readonly freight_minor: bigint;
  /** Freight kept that no box took and no household gets: of a line that has no goods, or whose buyer alone pays carriage. */
  readonly left_minor: bigint;
  /** What the cooperative puts in because the rule says so, before anything is taken from goods. */
  readonly borne_minor: bigint;
}

/**
 * Who pays the boxes of an order (docs: adr, carriage): the freight that the buyer paid to a cooperative is one purse for
 * all its boxes of that order. A line whose box costs more than its own part of the purse is helped out by lines that need
 * less than theirs, those without goods first; only what the whole purse lacks is paid from goods, by the line whose box
 * it is. Shares go by largest remainder, ties by line. Conserves: per cooperative, freight out = costs in.
 * Lines of another rule than `pooled` stand alone.
 */
export function carryFreight(lines: readonly CarriedLine[]): Map<string, CarriedFreight> {
  const carried = new Map<string, CarriedFreight>();
  for (const line of lines.filter((one) => !isPooled(one))) carried.set(line.line, alone(line));
  const pooled = lines.filter(isPooled);
  for (const cooperative of new Set(pooled.map((line) => line.cooperative))) {
    const mine = pooled.filter((line) => line.cooperative === cooperative);
    const freight = new Map(mine.map((line) => [line.line, line.cost_minor]));
    const pays = (line: CarriedLine) => freight.get(line.line) ?? 0n;
    const spare = (line: CarriedLine) => above(line.purse_minor, pays(line));
    const empty = mine.filter((line) => !line.filled);
    const filled = mine.filter((line) => line.filled);
    for (const lenders of [empty, filled]) {
      move(freight, lenders, spare, mine, (line) => above(pays(line), line.purse_minor));
    }
    // What a line without goods still has was paid for carriage: it goes before anybody else's does.
    move(freight, empty, spare, filled, pays);
    for (const line of mine) {
      carried.set(line.line, {
        freight_minor: pays(line),
        left_minor: line.filled ? 0n : spare(line),
        borne_minor: 0n,
      });
    }
  }
  return carried;
}

const isPooled = (line: CarriedLine): boolean => (line.rule ?? "pooled") === "pooled";

/** A line that shares no purse: what is over is the cooperative's when no goods may have it, what is missing when none may pay it. */
function alone({ cost_minor, purse_minor, filled, rule }: CarriedLine): CarriedFreight {
  const goods_apart = rule === "buyer_pays";
  return {
    freight_minor: cost_minor,
    left_minor: goods_apart || !filled ? above(purse_minor, cost_minor) : 0n,
    borne_minor: goods_apart ? above(cost_minor, purse_minor) : 0n,
  };
}

/** Lenders take over costs of others: as much as there is on both sides, each in proportion. */
function move(
  freight: Map<string, bigint>,
  lenders: readonly CarriedLine[],
  has: (line: CarriedLine) => bigint,
  others: readonly CarriedLine[],
  needs: (line: CarriedLine) => bigint,
): void {
  const [given, wanted] = [lenders.map(has), others.map(needs)];
  const [most, need] = [total(given), total(wanted)];
  const amount = most < need ? most : need;
  const names = (some: readonly CarriedLine[]) => some.map((line) => line.line);
  const taken = apportion(amount, given, names(lenders), compareText);
  const relief = apportion(amount, wanted, names(others), compareText);
  lenders.forEach(({ line }, index) => freight.set(line, (freight.get(line) ?? 0n) + (taken[index] ?? 0n)));
  others.forEach(({ line }, index) => freight.set(line, (freight.get(line) ?? 0n) - (relief[index] ?? 0n)));
}

function above(amount: bigint, floor: bigint): bigint {
  return amount > floor ? amount - floor : 0n;
}

function total(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, one) => sum + one, 0n);
}
