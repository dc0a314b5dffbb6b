import type { MedusaRequest } from "@medusajs/framework/http";
import type { MedusaContainer } from "@medusajs/framework/types";
import { isWithheld } from "@commonlot/domain";
import { isPreorderKey, preorderKey } from "../../../lib/preorder-link";
import { refuseWith } from "../../../lib/refusal";
import { HOME_TZ, dayIn } from "../../../lib/today";
import type { Preorder } from "../../../modules/pool/preorder-reads";
import type PoolService from "../../../modules/pool/service";
import { preorderedGoods } from "../../../workflows/pool/preorder/name-goods";

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
  const [fields, before, coming] = await Promise.all([
    preorderFields(container, preorder),
    waits ? pools.preorders.before(id) : 0,
    waits ? pools.forecasts.comingTo([preorder.pool_id], dayIn(HOME_TZ, new Date())) : undefined,
  ]);
  const expected = coming?.get(preorder.pool_id);
  return {
    ...fields,
    before_units: before,
    coming: expected
      ? {
          from: expected.from,
          to: expected.to,
          households: expected.households,
          expected_units: isWithheld(expected.households) ? null : expected.expected_units,
        }
      : null,
  };
}

export async function preorderFields(container: MedusaContainer, preorder: Preorder) {
  const pools: PoolService = container.resolve("pool");
  const [goods, unit] = await Promise.all([
    preorderedGoods(container, preorder),
    pools.poolOf(preorder.pool_id, preorder.cooperative_id),
  ]);
  return {
    id: preorder.id,
    key: preorderKey(preorder.id),
    state: preorder.state,
    product: goods?.product ?? null,
    pack: goods?.pack ?? null,
    unit: unit?.unit ?? "g",
    units_per_pack: preorder.units_per_pack,
    packs: preorder.packs,
    packs_kept: preorder.packs_kept,
    kept_until: preorder.kept_until,
    cart_id: preorder.state === "basket" ? preorder.cart_id : null,
    ended_reason: preorder.ended_reason,
  };
}
