import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { sendPaper } from "../../../../../lib/send-paper";
import { requireCompany } from "../../../scope";

/** A paper of one's own company, as those see it who may send one. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { wholesale, company } = await requireCompany(req, "people");
  await sendPaper(res, await wholesale.papers.of(company.id), req.params.id ?? "");
}
