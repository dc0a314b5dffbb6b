import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { readPatronageRun } from "../../../../../workflows/settlement/patronage";
import { requireMember } from "../../../scope";
import type { RunQuery } from "../../validators";

/** A refund with its households, a page at a time. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id, role } = await requireMember(req, ["accountant"]);
  const query = req.validatedQuery as unknown as RunQuery;
  const found = await readPatronageRun(req.scope, { run_id: req.params.id ?? "", cooperative_id, member_id, ...query });
  res.json({ ...found, may_decide: role === "manager" });
}
