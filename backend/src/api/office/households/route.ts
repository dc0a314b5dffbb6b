import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type CooperativeService from "../../../modules/cooperative/service";
import type { HouseholdsQuery } from "../../desk/validators";
import { requireSecretary } from "../scope";

/** Households of the secretary's village, whichever cooperative they hand in to, by card number or name. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { village_id } = await requireSecretary(req);
  const filter = req.validatedQuery as HouseholdsQuery;
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const { households, next } = await cooperatives.searchHouseholds({ village_id, ...filter });
  res.json({
    households: households.map(({ household_id: id, card_number, name, phone_last4, active }) => ({
      id,
      card_number,
      name,
      phone_last4,
      active,
    })),
    next,
  });
}
