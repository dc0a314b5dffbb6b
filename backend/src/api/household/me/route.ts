import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type CooperativeService from "../../../modules/cooperative/service";
import type VillageService from "../../../modules/village/service";
import { accountView } from "../../desk/households/views";
import { homesOf, requireHousehold } from "../scope";

export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { household_id, cooperative_id, village_id, name, right, relative } = await requireHousehold(req);
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const villages: VillageService = req.scope.resolve("village");
  const [[household], [cooperative], [village], [account], homes] = await Promise.all([
    cooperatives.householdsById([household_id]),
    cooperatives.cooperatives([cooperative_id]),
    villages.villages([village_id]),
    cooperatives.accountsShown([household_id]),
    homesOf(req),
  ]);
  res.json({
    household: { id: household_id, name, card_number: household?.card_number, phone_last4: household?.phone_last4 },
    cooperative: cooperative && {
      id: cooperative.id,
      name: { zh: cooperative.name_zh, en: cooperative.name_en },
      phone: cooperative.phone,
      currency: cooperative.currency,
      tz: cooperative.tz,
    },
    village: village && { id: village.id, handle: village.handle, name: { zh: village.name_zh, en: village.name_en } },
    /** Who looks: a relative by name, or the household itself (null); and how many households this sign-in opens. */
    you: { right, relative: relative?.actor.name ?? null, homes: homes.length },
    account: accountView(account),
  });
}
