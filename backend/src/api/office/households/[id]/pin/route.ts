import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { AgreedBody } from "../../../../desk/households/validators";
import { givePinWorkflow } from "../../../../../workflows/cooperative/give-pin";
import { requireVillager } from "../../../scope";

/** A new PIN for a villager's card, told this once; the old one is good no more. */
export async function POST(req: AuthenticatedMedusaRequest<AgreedBody>, res: MedusaResponse): Promise<void> {
  const { household, actor } = await requireVillager(req);
  const { result } = await givePinWorkflow(req.scope).run({
    input: { household_id: household.household_id, by: { actor, agreed: req.validatedBody.agreed } },
  });
  res.setHeader("Cache-Control", "no-store");
  res.json({ household: { id: household.household_id, card_number: household.card_number }, pin: result.pin });
}
