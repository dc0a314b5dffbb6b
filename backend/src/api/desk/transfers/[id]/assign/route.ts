import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type SettlementService from "../../../../../modules/settlement/service";
import { requireMember } from "../../../scope";
import type { AssignBody } from "../../validators";

/** What a line is for, as a person has found out: it pays this proforma, as far as that is asked for. */
export async function POST(req: AuthenticatedMedusaRequest<AssignBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id: person } = await requireMember(req, ["accountant"]);
  const { transfers }: SettlementService = req.scope.resolve("settlement");
  const id = req.params.id ?? "";
  valueOf(await transfers.assign({ cooperative_id, line_id: id, person, ...req.validatedBody }));
  res.json({ transfer: { id } });
}
