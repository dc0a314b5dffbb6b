import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith, valueOf } from "../../../../../lib/refusal";
import type VillageService from "../../../../../modules/village/service";
import { namedInThanks, villagesThanked } from "../../../../../workflows/village/thanks";
import { requireMember } from "../../../scope";

/** Shows thanks on the pages of the villages whose goods the buyer had. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, []);
  const { thanks }: VillageService = req.scope.resolve("village");
  const found = await thanks.byId(req.params.id ?? "");
  if (found?.cooperative_id !== cooperative_id)
    refuseWith("thanks_not_found", "There are no such thanks at your cooperative.");
  const village_ids = await villagesThanked(req.scope, found);
  const not_agreed = await namedInThanks(req.scope, village_ids, found.words);
  valueOf(await thanks.publish({ id: found.id, cooperative_id, person: member_id, village_ids, not_agreed }));
  res.json({ published: true });
}
