import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type CycleService from "../../../../../modules/cycle/service";
import { requireMember } from "../../../scope";
import type { CallOffBody } from "../../validators";

/** Ends a running cycle: every order of it goes back whole, and its buyers read why. */
export async function POST(req: AuthenticatedMedusaRequest<CallOffBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, []);
  const cycles: CycleService = req.scope.resolve("cycle");
  const { words } = req.validatedBody;
  valueOf(await cycles.closing.callOff({ id: req.params.id ?? "", cooperative_id, words, person: member_id }));
  res.json({ called_off: true });
}
