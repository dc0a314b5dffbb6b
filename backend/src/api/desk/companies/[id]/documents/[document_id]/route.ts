import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { sendPaper } from "../../../../../../lib/send-paper";
import { managerVets, papersToVet } from "../../../vetting";

export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const papers = await papersToVet(req.scope, await managerVets(req), req.params.id ?? "");
  await sendPaper(res, papers, req.params.document_id ?? "");
}
