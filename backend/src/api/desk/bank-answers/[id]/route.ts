import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../lib/refusal";
import type SettlementService from "../../../../modules/settlement/service";
import { requireMember } from "../../scope";
import { fileView } from "../views";

/** One file of a bank: what it moved, what was refused and why, what waits for a person. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const file = valueOf(await settlement.bankAnswers.file(req.params.id ?? "", cooperative_id));
  res.json({ file: await fileView(req.scope, file) });
}
