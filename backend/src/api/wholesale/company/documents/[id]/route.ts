import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { sendLotPhoto } from "../../../../../lib/send-photo";
import { requireCompany } from "../../../scope";

/** A paper of one's own company, as those see it who may send one. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { wholesale, company } = await requireCompany(req, "people");
  await sendLotPhoto(res, await wholesale.papers.of(company.id), req.params.id ?? "");
}
