import { MAX_PACKS_PER_LINE, quickPrice, type QuickFault } from "@commonlot/domain";
import type { MedusaContainer } from "@medusajs/framework/types";
import type { Words } from "../../lib/words";
import type { ListOwner, ListRow } from "../../modules/wholesale/quick-order/order-types";
import type WholesaleService from "../../modules/wholesale/service";
import { cycleOnly, withPrices, type OfferedPack } from "./quick-table";
import { soldPacks } from "./sold-packs";

// What each line of a list is worth today.

export interface Choice {
  variant_id: string;
  title: Words;
  pack: Words;
}

/** A line as it stands today: what is wrong with it is looked at anew, since prices, minima and products change. */
export interface JudgedLine extends Omit<ListRow, "fault"> {
  fault: QuickFault | null;
  offered: OfferedPack | null;
  /** What one pack and the line cost companies by the packs of all its lines; null while it is not known. */
  unit_minor: bigint | null;
  amount_minor: bigint | null;
  /** Packs of this pack on the whole list. */
  together: number;
  /** What there is of it; null while it is not known what it means, and for lines of other pages. */
  to_have: ToHave | null;
  /** What it may mean, and whole packs that are near. */
  choices: Choice[];
  near_packs: number[];
}

/** In packs of the line, each for the whole list: lines of one pool draw on the same goods. */
interface ToHave {
  free_packs: number;
  by_day: { day: string; packs: number }[];
  /** On hand and all that is declared of the season, promised or not: more than this can't be asked for. */
  most_packs: number;
  /** What all lines of its pool want is more than is free now; more than there could ever be. */
  above_free: boolean;
  above_most: boolean;
}

/** Every line of the list, without what there is of its goods and what it may mean. */
export async function judge(container: MedusaContainer, by: ListOwner): Promise<JudgedLine[]> {
  const { orderLists }: WholesaleService = container.resolve("wholesale");
  const lines = await orderLists.working(by);
  const variant_ids = lines.flatMap((line) => line.variant_id ?? []);
  const offered = await withPrices(container, by.company_id, await soldPacks(container, { variant_ids }));
  const packs = new Map(offered.map((pack) => [pack.variant_id, pack]));
  const only = await cycleOnly(
    container,
    offered.map((pack) => pack.product_id),
  );
  const together = new Map<string, number>();
  for (const { fault, variant_id, packs: count } of lines)
    if (fault === null && variant_id !== null) together.set(variant_id, (together.get(variant_id) ?? 0) + (count ?? 0));
  return lines.map((line) => {
    const pack = line.variant_id === null ? undefined : packs.get(line.variant_id);
    const all = line.variant_id === null ? 0 : (together.get(line.variant_id) ?? 0);
    const price = pack?.price && all > 0 ? quickPrice(pack.price, all) : null;
    const unit_minor = price?.ok ? price.value.unit_minor : null;
    return {
      ...line,
      fault: line.fault ?? faultOf(pack, all, only),
      offered: pack ?? null,
      unit_minor,
      amount_minor: unit_minor === null || line.packs === null ? null : unit_minor * BigInt(line.packs),
      together: all,
      to_have: null,
      choices: [],
      near_packs: [],
    };
  });
}

function faultOf(pack: OfferedPack | undefined, together: number, only: ReadonlySet<string>): QuickFault | null {
  if (!pack || only.has(pack.product_id)) return "not_sold";
  if (together > MAX_PACKS_PER_LINE) return "too_many";
  return together < pack.minimum_packs ? "below_minimum" : null;
}
