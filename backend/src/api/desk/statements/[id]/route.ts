import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../lib/refusal";
import { readStatements } from "../../../../lib/money-facts/statements";
import { requireMember } from "../../scope";
import { statementFields } from "../views";

/** One statement of a household of the cooperative, as the household sees it. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  const [statement] = await readStatements(req.scope, { statement_ids: [req.params.id ?? ""], cooperative_id });
  if (!statement) refuseWith("statement_not_found", "There is no such statement.");
  res.json({ statement: statementFields(statement) });
}
