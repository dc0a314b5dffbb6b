import { z } from "zod";
import { apportion } from "../shared/apportion";
import { roundHalfUpDiv } from "../shared/money";
import { minorSchema } from "../shared/money-schema";
import { compareText } from "../shared/order";
import type { ShortLine } from "./short-types";

const id = z.string().min(1).max(200);

/** What the live parcels of an order, gone or still to go, hold and cost of one line. */
export const carriedLineSchema = z.strictObject({
  order_line: id,
  packs: z.int().nonnegative(),
  cost_minor: minorSchema,
});

/** One line in one parcel of which packs never came: this one, and those that were accounted for before. */
export const lostBoxSchema = z.strictObject({
  order_line: id,
  /** In the parcel. */
  packs: z.int().positive(),
  /** What its carriage costs, by the rate card it was planned with: the line's part by weight. */
  cost_minor: minorSchema,
  /** Accounted for by earlier entries. */
  lost: z.int().nonnegative(),
  /** By this entry. */
  now: z.int().nonnegative(),
});

export type CarriedLine = z.output<typeof carriedLineSchema>;
export type LostBox = z.output<typeof lostBoxSchema>;

/**
 * The freight that goes back for packs that left and never came, by order line, in minor units (docs: adr, lost parcels).
 * What the buyer paid one cooperative for carriage, less what shorts in the house gave back, is one purse for all its boxes
 * of the order (docs: adr, carriage); each box has its part of the purse by what its own carriage costs:
 *
 *   back so far = round_half_up(purse * cost of all that is lost / cost of all boxes)
 *
 * on the running total, never above what is kept. So a dear box gives back what a dear box cost, any sequence of losses sums
 * to what one loss of the same packs gives, and all boxes lost give back all that was paid. Packs that have no box yet count
 * with what was paid for them. Where the carriage costs nothing, boxes count by the weight of their goods.
 *
 * The lines in the parcel give it, by their part of its cost; what is not kept of theirs comes out of the other lines' part of
 * the purse. `lines`: all of one cooperative in the order; `boxes`: every one with a loss, this parcel's included.
 */
export function freightOfLost(
  lines: readonly ShortLine[],
  carried: readonly CarriedLine[],
  boxes: readonly LostBox[],
): Map<string, bigint> {
  const kept = (line: ShortLine) => line.money.freight_paid_minor - line.money.refunded_freight_minor;
  const share = partOf(lines, carried, boxes);
  const purse = total(lines.map((line) => kept(line) + line.money.lost_freight_minor));
  const before = total(lines.map((line) => line.money.lost_freight_minor));
  const due = roundHalfUpDiv(purse * share.lost, share.all) - before;
  const most = total(lines.map(kept));
  const amount = due < 0n ? 0n : due < most ? due : most;
  return overLines(amount, lines, kept, share.now);
}

/** Costs that have a part in the purse: of all boxes, of those lost, and of those lost now by line. `all` is above zero. */
function partOf(lines: readonly ShortLine[], carried: readonly CarriedLine[], boxes: readonly LostBox[]) {
  const waiting = total(lines.map((line) => costOfNoBox(line, carried, boxes)));
  const costs = total(carried.map((one) => one.cost_minor)) + waiting;
  const units = new Map(lines.map((line) => [line.order_line, line.pack_units]));
  const weight = (order_line: string, packs: number) => BigInt(packs) * BigInt(units.get(order_line) ?? 1);
  const cost = costs > 0n ? (box: LostBox) => box.cost_minor : (box: LostBox) => weight(box.order_line, box.packs);
  const all = costs > 0n ? costs : total(carried.map((one) => weight(one.order_line, one.packs)));
  const lostOf = (box: LostBox, packs: number) => roundHalfUpDiv(cost(box) * BigInt(packs), BigInt(box.packs));
  const now = new Map<string, bigint>();
  for (const box of boxes) {
    if (box.now === 0) continue;
    const part = lostOf(box, box.lost + box.now) - lostOf(box, box.lost);
    now.set(box.order_line, (now.get(box.order_line) ?? 0n) + part);
  }
  const lost = total(boxes.map((box) => lostOf(box, box.lost + box.now)));
  return { all: all > 0n ? all : 1n, lost: lost < all ? lost : all, now };
}

/** Packs that are neither short in the house nor in any parcel yet: what was paid for their carriage. */
function costOfNoBox(line: ShortLine, carried: readonly CarriedLine[], boxes: readonly LostBox[]): bigint {
  const in_boxes = carried.filter((one) => one.order_line === line.order_line);
  const lost = boxes.filter((one) => one.order_line === line.order_line);
  const short_here = line.short_packs - line.waiting_packs - lost.reduce((sum, box) => sum + box.lost, 0);
  const packs = line.packs - short_here - in_boxes.reduce((sum, one) => sum + one.packs, 0);
  if (packs <= 0) return 0n;
  return roundHalfUpDiv(line.money.freight_paid_minor * BigInt(packs), BigInt(line.packs));
}

function overLines(
  amount: bigint,
  lines: readonly ShortLine[],
  kept: (line: ShortLine) => bigint,
  by_cost: ReadonlyMap<string, bigint>,
): Map<string, bigint> {
  const given = new Map<string, bigint>();
  const give = (wanted: bigint, weight: (line: ShortLine) => bigint) => {
    const shares = apportion(
      wanted,
      lines.map(weight),
      lines.map((line) => line.order_line),
      compareText,
    );
    lines.forEach((line, index) => {
      const before = given.get(line.order_line) ?? 0n;
      const now = before + (shares[index] ?? 0n);
      given.set(line.order_line, now < kept(line) ? now : kept(line));
    });
    return amount - total([...given.values()]);
  };
  const in_it = (line: ShortLine) => by_cost.get(line.order_line) ?? 0n;
  const rest = total(lines.map(in_it)) > 0n ? give(amount, in_it) : amount;
  if (rest > 0n) give(rest, (line) => kept(line) - (given.get(line.order_line) ?? 0n));
  return given;
}

function total(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, one) => sum + one, 0n);
}
