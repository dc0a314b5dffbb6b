import type { MedusaRequest } from "@medusajs/framework/http";
import type { MedusaContainer } from "@medusajs/framework/types";
import { comingFields } from "../../../lib/coming";
import { isPreorderKey, preorderKey } from "../../../lib/preorder-link";
import type { PreorderedGoods } from "../../../lib/preordered-goods";
import { refuseWith } from "../../../lib/refusal";
import { HOME_TZ, dayIn } from "../../../lib/today";
import type { Preorder } from "../../../modules/pool/preorder-reads";
import type PoolService from "../../../modules/pool/service";
import { allPreorderedGoods } from "../../../workflows/pool/preorder/name-goods";

/** The pre-order in the address, for who shows the key of its link. */
export function requireKey(req: MedusaRequest, key: string): string {
  const id = req.params.id ?? "";
  if (!isPreorderKey(id, key)) refuseWith("link_not_found", "This link is not whole. Open it from the mail once more.");
  return id;
}

/** A pre-order as its buyer reads it; null where it is not there any more. */
export async function shownPreorder(container: MedusaContainer, id: string) {
  const pools: PoolService = container.resolve("pool");
  const preorder = await pools.preorders.byId(id);
  if (!preorder) return null;
  const waits = preorder.state === "asked" || preorder.state === "waiting";
  const [[fields], before, coming] = await Promise.all([
    preorderFields(container, [preorder]),
    waits ? pools.preorders.before(id) : 0,
    waits ? pools.forecasts.comingTo([preorder.pool_id], dayIn(HOME_TZ, new Date())) : undefined,
  ]);
  return { ...fields, before_units: before, coming: comingFields(coming?.get(preorder.pool_id)) };
}

/** Pre-orders as a list shows them, however many by the same queries. */
export async function preorderFields(container: MedusaContainer, preorders: readonly Preorder[]) {
  const goodsOf = await allPreorderedGoods(container, preorders);
  return preorders.map((preorder) => fieldsOf(preorder, goodsOf(preorder)));
}

function fieldsOf(preorder: Preorder, goods: PreorderedGoods | null) {
  return {
    id: preorder.id,
    key: preorderKey(preorder.id),
    state: preorder.state,
    product: goods?.product ?? null,
    pack: goods?.pack ?? null,
    unit: preorder.unit,
    units_per_pack: preorder.units_per_pack,
    packs: preorder.packs,
    packs_kept: preorder.packs_kept,
    kept_until: preorder.kept_until,
    cart_id: preorder.state === "basket" ? preorder.cart_id : null,
    ended_reason: preorder.ended_reason,
  };
}
