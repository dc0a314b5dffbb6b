import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http";
import { refuseWith } from "../../../lib/refusal";
import type { ListSeller } from "../../../modules/wholesale/companies/price-lists";
import type { PriceList } from "../../../modules/wholesale/companies/price-list-types";
import type WholesaleService from "../../../modules/wholesale/service";
import { requireMember } from "../scope";

/** Who sets what some companies pay: the cooperative's managers. */
export async function listSellerOf(req: AuthenticatedMedusaRequest): Promise<ListSeller> {
  const { member_id, cooperative_id } = await requireMember(req, []);
  return { cooperative_id, person: member_id };
}

/** A price list of this cooperative; another one's is not there. */
export async function requirePriceList(
  req: AuthenticatedMedusaRequest,
  cooperative_id: string,
  id: string,
): Promise<PriceList> {
  const { priceLists }: WholesaleService = req.scope.resolve("wholesale");
  const list = await priceLists.one(cooperative_id, id);
  if (!list) refuseWith("price_list_not_found", "Your cooperative has no such price list.");
  return list;
}
