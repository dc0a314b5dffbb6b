import type { ListSummary } from "../../../../modules/wholesale/service";

/** A list as its sender sees it again: counts, never a name or an address. */
export function listFields(list: ListSummary) {
  return {
    id: list.id,
    title: list.title,
    product_variant_id: list.product_variant_id,
    state: list.state,
    addressees: list.lines,
    packs_total: list.packs_total,
    created_at: list.created_at,
  };
}
