import { apportion } from "../shared/apportion";
import { compareText } from "../shared/order";

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
}

export interface CarriedFreight {
  /** What the line pays the carrier; over a cooperative's lines these sum to the costs. */
  readonly freight_minor: bigint;
  /** Freight kept that no box took, on a line that has no goods: it has no household to go to. */
  readonly left_minor: bigint;
}

/**
 * Who pays the boxes of an order (docs: adr, carriage): the freight that the buyer paid to a cooperative is one purse for
 * all its boxes of that order. A line whose box costs more than its own part of the purse is helped out by lines that need
 * less than theirs, those without goods first; only what the whole purse lacks is paid from goods, by the line whose box
 * it is. Shares go by largest remainder, ties by line. Conserves: per cooperative, freight out = costs in.
 */
export function carryFreight(lines: readonly CarriedLine[]): Map<string, CarriedFreight> {
  const carried = new Map<string, CarriedFreight>();
  for (const cooperative of new Set(lines.map((line) => line.cooperative))) {
    const mine = lines.filter((line) => line.cooperative === cooperative);
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
      carried.set(line.line, { freight_minor: pays(line), left_minor: line.filled ? 0n : spare(line) });
    }
  }
  return carried;
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
