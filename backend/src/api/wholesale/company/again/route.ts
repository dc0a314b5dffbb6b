import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../lib/refusal";
import { requireCompany } from "../../scope";
import type { AgainBody } from "../../validators";

/** Comes again, with the papers that were asked for, and with what was wrong put right. */
export async function POST(req: AuthenticatedMedusaRequest<AgainBody>, res: MedusaResponse): Promise<void> {
  const { wholesale, actor } = await requireCompany(req, "people");
  const { seen, company } = req.validatedBody;
  valueOf(await wholesale.companies.comeAgain(actor, seen, company));
  res.json({ state: "registered" });
}
