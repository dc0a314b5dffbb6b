import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { readClawbacks } from "../../../workflows/settlement/read-clawbacks";
import { requireMember } from "../scope";
import type { MoneyListQuery } from "./validators";

/** What households owe for goods found bad after they were paid, newest first; with what was found and who objects. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  res.json(await readClawbacks(req.scope, { cooperative_id, ...(req.validatedQuery as unknown as MoneyListQuery) }));
}
