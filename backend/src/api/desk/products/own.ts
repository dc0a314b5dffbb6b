import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http";
import { refuseWith } from "../../../lib/refusal";
import type CooperativeService from "../../../modules/cooperative/service";
import type { PictureOwner } from "../../../modules/shop/pictures";
import { ownProduct, type OwnProduct } from "../../../workflows/shop/own-products";
import { requireMember } from "../scope";

/** Whose products: a manager's own cooperative, and the money it sells in. */
export async function requireSeller(
  req: AuthenticatedMedusaRequest,
): Promise<{ cooperative_id: string; currency: string; member_id: string }> {
  const { cooperative_id, member_id } = await requireMember(req, []);
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const [cooperative] = await cooperatives.cooperatives([cooperative_id]);
  if (!cooperative) refuseWith("cooperative_not_found", "Your cooperative is not there any more.");
  return { cooperative_id, currency: cooperative.currency, member_id };
}

/** The product in the address; one of another cooperative is not there. */
export async function requireOwnProduct(req: AuthenticatedMedusaRequest): Promise<{
  product: OwnProduct;
  of: { cooperative_id: string; currency: string; product_id: string };
  member_id: string;
}> {
  const { member_id, ...seller } = await requireSeller(req);
  const of = { ...seller, product_id: req.params.id ?? "" };
  const product = await ownProduct(req.scope, of);
  if (!product) refuseWith("product_not_found", "Your cooperative sells no such product.");
  return { product, of, member_id };
}

/** Refuses packs that are not of this product. */
export function checkOwnPacks(product: OwnProduct, packs: readonly { variant_id: string }[]): void {
  const known = new Set(product.packs.map((pack) => pack.variant_id));
  const other = packs.findIndex((pack) => !known.has(pack.variant_id));
  if (other >= 0) refuseWith("pack_not_found", "This product has no such pack.", `packs.${other}.variant_id`);
}

/** The product in the address, as whose pictures they are. */
export async function ownerOf(req: AuthenticatedMedusaRequest): Promise<PictureOwner & { person: string }> {
  const { of, member_id } = await requireOwnProduct(req);
  return { cooperative_id: of.cooperative_id, kind: "product", of_id: of.product_id, person: member_id };
}
