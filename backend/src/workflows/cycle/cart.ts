import type { MedusaContainer } from "@medusajs/framework/types";
import { judgeCart, ok, type Refusal, type Result } from "@commonlot/domain";
import { dayIn, timeIn } from "../../lib/today";
import type CooperativeService from "../../modules/cooperative/service";
import type CycleService from "../../modules/cycle/service";
import type { EntryLine } from "../../modules/cycle/types";
import { pooledLines } from "../checkout/lines";

export interface CartItem {
  id: string;
  product_id: string | null;
  variant_id: string | null;
  quantity: number;
}

/** Which cycle an order of these goods would be of now; refused when the cycle of one is closed, or they may not be together. One query. */
export async function cycleOfCart(
  container: MedusaContainer,
  items: readonly CartItem[],
): Promise<Result<{ cycle_id: string | null }, Refusal>> {
  const cycles: CycleService = container.resolve("cycle");
  const product_ids = [...new Set(items.flatMap((item) => item.product_id ?? []))];
  const selling = await cycles.views.sellingOf(product_ids, new Date());
  const soon = [...selling.values()].flatMap((one) => (one.state === "soon" ? [one.cycle] : []));
  const zones = await zonesOf(
    container,
    soon.map((cycle) => cycle.cooperative_id),
  );
  return judgeCart(
    product_ids.map((product_id) => {
      const one = selling.get(product_id) ?? { state: "usual" as const };
      const tz = one.state === "soon" ? zones.get(one.cycle.cooperative_id) : undefined;
      if (one.state !== "soon" || tz === undefined) return { product_id, selling: one };
      const { opens_at } = one.cycle;
      return { product_id, selling: one, opens_text: `${dayIn(tz, opens_at)} ${timeIn(tz, opens_at)} (${tz})` };
    }),
  );
}

/**
 * Before a cart becomes an order: its goods may be ordered now, and their cycle knows that it is completing. A cart without goods of
 * a cycle is forgotten there, whatever an earlier try of it was.
 */
export async function enterCycle(
  container: MedusaContainer,
  cart_id: string,
  items: readonly CartItem[],
): Promise<Result<void, Refusal>> {
  const cycles: CycleService = container.resolve("cycle");
  const judged = await cycleOfCart(container, items);
  if (!judged.ok) return judged;
  const { cycle_id } = judged.value;
  if (cycle_id === null) {
    await cycles.entries.forget(cart_id);
    return ok(undefined);
  }
  const units = new Map(
    (await pooledLines(container, items)).map((line) => [line.id, line.units_per_pack * line.packs]),
  );
  const lines = items.flatMap((item): EntryLine[] =>
    item.product_id && item.variant_id
      ? [
          {
            variant_id: item.variant_id,
            product_id: item.product_id,
            packs: item.quantity,
            units: units.get(item.id) ?? item.quantity,
          },
        ]
      : [],
  );
  return cycles.entries.enter({ cart_id, cycle_id, lines, now: new Date() });
}

async function zonesOf(container: MedusaContainer, cooperative_ids: readonly string[]): Promise<Map<string, string>> {
  if (cooperative_ids.length === 0) return new Map();
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const found = await cooperatives.cooperatives([...new Set(cooperative_ids)]);
  return new Map(found.map((one) => [one.id, one.tz]));
}
