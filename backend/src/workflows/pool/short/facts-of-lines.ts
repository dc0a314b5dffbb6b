import type { MedusaContainer } from "@medusajs/framework/types";
import { ok, refuse, type Refusal, type Result, type ShortInput, type ShortRule } from "@commonlot/domain";
import type { PackingList } from "../../../lib/packing-list";
import type { Left } from "../../../modules/parcel/left";
import type { ShortFacts } from "../../../modules/pool/short-facts";
import type { ShortRow } from "../../../modules/pool/short-types";
import type SettlementService from "../../../modules/settlement/service";
import type { Grades } from "./grades";

// Lines, destinations and money of the orders that an entry touches, as the rule takes them.

/** What each line was paid and given back; refuses what is not paid yet, and what is divided already. */
export async function moneyOf(
  container: MedusaContainer,
  short: ShortRow,
  order_ids: readonly string[],
  facts: ShortFacts,
): Promise<Result<{ currency: string | null; of: Map<string, ShortInput["lines"][number]["money"]> }, Refusal>> {
  const settlement: SettlementService = container.resolve("settlement");
  const sold = await settlement.shorts.linesOf(order_ids);
  const paid_for = sold.find((line) => line.claim_id !== null && line.claim_id !== short.claim_id);
  if (paid_for) {
    return refuse(
      "replacement_affected",
      "This touches goods that are sent again for a claim. Nothing was changed; a manager takes that replacement back, here or on the claim's page; then it goes on.",
    );
  }
  const captured = new Set(sold.map((line) => line.order_id));
  if (order_ids.some((id) => !captured.has(id))) {
    return refuse(
      "not_captured",
      "The payment of an order that this touches is still being taken. Nothing was changed; try again in a minute.",
    );
  }
  // A claim's cost is no household's: its refund needs nothing taken back.
  if (short.kind !== "claim" && sold.some((line) => line.posted)) {
    return refuse(
      "already_divided",
      "The money of an order that this touches is divided among its households already. Nothing was changed; refund it by hand.",
    );
  }
  const earlier = new Map(facts.earlier.map((one) => [one.order_line, one]));
  return ok({
    currency: sold[0]?.currency ?? null,
    of: new Map(
      sold.map((line) => {
        const before = earlier.get(line.order_line_id);
        return [
          line.order_line_id,
          {
            paid_minor: line.paid_minor,
            freight_paid_minor: line.freight_paid_minor,
            tax_minor: line.tax_minor,
            refunded_goods_minor: before?.goods_minor ?? "0",
            refunded_freight_minor: before?.freight_minor ?? "0",
            lost_freight_minor: before?.lost_freight_minor ?? "0",
            refunded_tax_minor: before?.tax_minor ?? "0",
          },
        ];
      }),
    ),
  });
}

export function linesOf(
  facts: ShortFacts,
  lists: readonly PackingList[],
  left: Left,
  money: ReadonlyMap<string, ShortInput["lines"][number]["money"]>,
  grades: Grades,
  rules: ReadonlyMap<string, ShortRule>,
): ShortInput["lines"] {
  const placed = new Map(facts.orders.map((one) => [one.order, one.placed_at]));
  const earlier = new Map(facts.earlier.map((one) => [one.order_line, one]));
  const frozen = new Map(left.units.map((one) => [`${one.order_line_id}/${one.lot_id}`, one.units]));
  return lists.flatMap((list) =>
    list.lines.flatMap((line) => {
      const paid = money.get(line.id);
      if (!paid) return [];
      return {
        order: list.order_id,
        order_line: line.id,
        placed_at: placed.get(list.order_id) ?? "",
        pool: line.pool_id,
        cooperative: line.cooperative_id,
        pack_units: line.pack_units,
        packs: line.packs,
        short_packs: earlier.get(line.id)?.packs ?? 0,
        waiting_packs: earlier.get(line.id)?.waiting_packs ?? 0,
        policy: rules.get(line.id)?.policy ?? "substitute",
        substituted: grades.substituted.get(line.id) ?? [],
        ...(grades.other.has(line.id) ? { other: grades.other.get(line.id) } : {}),
        money: paid,
        allocations: facts.allocations
          .filter((a) => a.order_line === line.id)
          .map((a) => ({
            lot: a.lot,
            household: a.household,
            units: a.units,
            frozen: frozen.get(`${line.id}/${a.lot}`) ?? 0,
            ...(a.best_before === null ? {} : { best_before: a.best_before }),
            ...(a.pool === line.pool_id ? {} : { pool: a.pool }),
          })),
      };
    }),
  );
}

export function destinationsOf(
  facts: ShortFacts,
  lists: readonly PackingList[],
  left: Left,
): ShortInput["destinations"] {
  const drops = new Map(facts.drops.map((one) => [`${one.destination}/${one.order_line}`, one]));
  const frozen = new Map(left.packs.map((one) => [`${one.destination_id}/${one.order_line_id}`, one.packs]));
  return lists.flatMap((list) =>
    list.destinations.map((one) => ({
      order: list.order_id,
      destination: one.id,
      items: one.items.map((item) => {
        const key = `${one.id}/${item.order_line_id}`;
        const drop = drops.get(key);
        return {
          order_line: item.order_line_id,
          packs: item.packs,
          short: drop?.short ?? 0,
          lost: drop?.lost ?? 0,
          frozen: frozen.get(key) ?? 0,
        };
      }),
    })),
  );
}
