import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { givePinWorkflow } from "../../../../../workflows/cooperative/give-pin";
import { actorOf, REGISTRARS, requireTheirHousehold } from "../../one";
import type { AgreedBody } from "../../validators";

/** A new PIN for the household's card, told this once; the old one is good no more, a locked card is open again. */
export async function POST(req: AuthenticatedMedusaRequest<AgreedBody>, res: MedusaResponse): Promise<void> {
  const { household, member } = await requireTheirHousehold(req, REGISTRARS);
  const { result } = await givePinWorkflow(req.scope).run({
    input: {
      household_id: household.household_id,
      by: { actor: actorOf(member), agreed: req.validatedBody.agreed },
    },
  });
  res.setHeader("Cache-Control", "no-store");
  res.json({ household: { id: household.household_id, card_number: household.card_number }, pin: result.pin });
}
