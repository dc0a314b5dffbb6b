import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type SettlementService from "../../../../../modules/settlement/service";
import { requireMember } from "../../../scope";
import type { PlaceBody } from "../../../transfers/validators";

/** A person says that it took back what had paid a debt: the debt is open again, and the bank's line is booked. */
export async function POST(req: AuthenticatedMedusaRequest<PlaceBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id: person } = await requireMember(req, ["accountant"]);
  const { takenBack }: SettlementService = req.scope.resolve("settlement");
  const id = req.params.id ?? "";
  const { open_minor } = valueOf(await takenBack.reopen({ cooperative_id, id, person, ...req.validatedBody }));
  res.json({ taken_back: { id, open_minor: Number(open_minor) } });
}
