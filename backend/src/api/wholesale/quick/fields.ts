import type { PackPrice } from "@commonlot/domain";
import type { JudgedLine } from "../../../workflows/wholesale/quick-judge";
import type { JudgedList } from "../../../workflows/wholesale/quick-list-page";
import type { OfferedPack, TableProduct } from "../../../workflows/wholesale/quick-table";
import { offerFields } from "../../../workflows/wholesale/sample-page";

// The table and the list as a company reads them; minor units as numbers.

export function productFields({ to_promise, packs, ...product }: TableProduct) {
  return {
    ...product,
    free_units: to_promise.free_units,
    /** Expected by what each household brought before, not promised. */
    expected: to_promise.by_day,
    coming: to_promise.coming,
    packs: packs.map((pack) => ({
      ...packFields(pack),
      wanted: pack.wanted,
      sample: pack.sample && offerFields(pack.sample),
    })),
  };
}

function packFields({ variant_id, sku, pack, units_per_pack, pack_g, price, currency, minimum_packs }: OfferedPack) {
  return { variant_id, sku, pack, units_per_pack, pack_g, currency, minimum_packs, steps: stepFields(price) };
}

/** Empty: there is no price yet, it is asked for. */
const stepFields = (price: PackPrice | null) =>
  (price?.steps ?? []).map(({ from, price_minor }) => ({ from, price_minor: Number(price_minor) }));

export function listFields({ lines, totals, ...list }: JudgedList) {
  return {
    ...list,
    lines: lines.map(lineFields),
    totals: totals.map(({ currency, amount_minor }) => ({ currency, amount_minor: Number(amount_minor) })),
  };
}

function lineFields({ offered, unit_minor, amount_minor, ...line }: JudgedLine) {
  return {
    ...line,
    offered: offered && { title: offered.title, ...packFields(offered) },
    unit_minor: unit_minor === null ? null : Number(unit_minor),
    amount_minor: amount_minor === null ? null : Number(amount_minor),
  };
}
