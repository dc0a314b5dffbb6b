import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http";
import { refuseWith } from "../../../lib/refusal";
import type { PictureOwner } from "../../../modules/shop/pictures";
import type { PageInWork, Writer } from "../../../modules/village/pages";
import type VillageService from "../../../modules/village/service";
import { requireMember } from "../scope";

/** The village in the address and who writes: a manager of a cooperative that pools its goods. One of others is not there. */
export async function requireOwnVillage(
  req: AuthenticatedMedusaRequest,
): Promise<{ page: PageInWork; by: Writer; cooperative_id: string; villages: VillageService }> {
  const { cooperative_id, member_id, name } = await requireMember(req, []);
  const villages: VillageService = req.scope.resolve("village");
  const village_id = req.params.id ?? "";
  const own = await villages.pages.isOf(village_id, cooperative_id);
  const page = own ? await villages.pages.byId(village_id) : undefined;
  if (!page) refuseWith("village_not_found", "Your cooperative pools the goods of no such village.");
  return { page, by: { id: member_id, name }, cooperative_id, villages };
}

/** The same, as whose pictures they are. */
export async function ownerOf(req: AuthenticatedMedusaRequest): Promise<PictureOwner & { person: string }> {
  const { page, by, cooperative_id } = await requireOwnVillage(req);
  return { cooperative_id, kind: "village", of_id: page.village_id, person: by.id };
}
