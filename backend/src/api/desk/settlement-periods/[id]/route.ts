import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { readPeriod } from "../../../../workflows/settlement/read-period";
import { requireMember } from "../../scope";
import type { PeriodQuery } from "../validators";

/** One period with a row per household, those who get most first, page by page. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["accountant"]);
  const page = req.validatedQuery as unknown as PeriodQuery;
  const by = { cooperative_id, person: member_id };
  res.json({ period: await readPeriod(req.scope, req.params.id ?? "", by, page) });
}
