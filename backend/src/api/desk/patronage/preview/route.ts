import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { previewPatronage } from "../../../../workflows/settlement/patronage";
import { requireMember } from "../../scope";
import type { PreviewQuery } from "../validators";

/** What each household would get, with the reason in words. Nothing is written. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  const query = req.validatedQuery as unknown as PreviewQuery;
  res.json({ preview: await previewPatronage(req.scope, { cooperative_id, ...query }) });
}
