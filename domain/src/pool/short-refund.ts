import { roundHalfUpDiv } from "../shared/money";
import { compareText } from "../shared/order";
import type { ShortDestination, ShortLine, ShortLineOutcome } from "./short-types";

export interface ShortRefund {
  readonly goods_minor: bigint;
  readonly freight_minor: bigint;
  /** Of the two together, what is tax. */
  readonly tax_minor: bigint;
}

/**
 * What goes back for a line of which `short_packs` are missing in all, `gone_packs` of them with their whole parcel
 * (docs: adr, shorts):
 * - goods = round_half_up((paid - freight paid) * short / packs),
 * - freight = round_half_up(freight paid * gone / packs),
 * - tax in them = round_half_up(tax * (goods + freight) / paid),
 * each less what earlier shorts gave back. Rounding the running total, never the step, makes any sequence of shorts sum
 * to what one short of the same packs gives, and a line that is missing whole gives back exactly what was paid.
 */
export function refundOf(line: ShortLine, short_packs: number, gone_packs: number): ShortRefund {
  const { paid_minor, freight_paid_minor, tax_minor, ...before } = line.money;
  const packs = BigInt(line.packs);
  const goods = roundHalfUpDiv((paid_minor - freight_paid_minor) * BigInt(short_packs), packs);
  const freight = roundHalfUpDiv(freight_paid_minor * BigInt(gone_packs), packs);
  const goods_minor = more(goods, before.refunded_goods_minor);
  const freight_minor = more(freight, before.refunded_freight_minor);
  const total = before.refunded_goods_minor + before.refunded_freight_minor + goods_minor + freight_minor;
  const tax = paid_minor === 0n ? 0n : roundHalfUpDiv(tax_minor * total, paid_minor);
  const part = more(tax, before.refunded_tax_minor);
  const amount = goods_minor + freight_minor;
  return { goods_minor, freight_minor, tax_minor: part < amount ? part : amount };
}

/**
 * Packs of each line whose freight is not owed: those of a destination that gets nothing at all any more, and those of
 * parcels lost on the way. A box that only became lighter still travels, so its freight stays. By order line.
 * `short` and `lost` are after the entry.
 */
export function gonePacks(
  destinations: readonly ShortDestination[],
  cooperativeOf: ReadonlyMap<string, string>,
): Map<string, number> {
  const gone = new Map<string, number>();
  for (const { items } of destinations) {
    // Two cooperatives send from two places: each box is looked at alone.
    const travels = new Set(
      items.filter((item) => item.short < item.packs).map((item) => cooperativeOf.get(item.order_line)),
    );
    for (const item of items) {
      const packs = travels.has(cooperativeOf.get(item.order_line)) ? item.lost : item.packs;
      gone.set(item.order_line, (gone.get(item.order_line) ?? 0) + packs);
    }
  }
  return gone;
}

function more(total: bigint, before: bigint): bigint {
  return total > before ? total - before : 0n;
}

/**
 * Each line's packs, drops and refund, by line id; lines to which nothing happens are left out. `after`: the
 * destinations as they are once `drops` (order line -> destination -> packs) are short.
 */
export function lineOutcomes(
  lines: readonly ShortLine[],
  short: ReadonlyMap<string, number>,
  drops: ReadonlyMap<string, ReadonlyMap<string, number>>,
  after: readonly ShortDestination[],
): ShortLineOutcome[] {
  const gone = gonePacks(after, new Map(lines.map((line) => [line.order_line, line.cooperative])));
  return [...lines]
    .sort((a, b) => compareText(a.order_line, b.order_line))
    .flatMap((line): ShortLineOutcome[] => {
      const packs = short.get(line.order_line) ?? 0;
      const refund = refundOf(line, line.short_packs + packs, gone.get(line.order_line) ?? 0);
      if (packs === 0 && refund.freight_minor === 0n) return [];
      const of_line = [...(drops.get(line.order_line) ?? [])].map(([destination, count]) => ({
        destination,
        packs: count,
      }));
      return [
        {
          order: line.order,
          order_line: line.order_line,
          pool: line.pool,
          packs,
          pack_units: line.pack_units,
          drops: of_line.sort((a, b) => compareText(a.destination, b.destination)),
          ...refund,
          policy: line.policy,
        },
      ];
    });
}
