import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../lib/refusal";
import { requireCompany } from "../../scope";
import type { AgainBody } from "../../validators";

/** Comes again, with the papers that were asked for. */
export async function POST(req: AuthenticatedMedusaRequest<AgainBody>, res: MedusaResponse): Promise<void> {
  const { wholesale, actor } = await requireCompany(req, "people");
  valueOf(await wholesale.companies.comeAgain(actor, req.validatedBody.seen));
  res.json({ state: "registered" });
}
