import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../lib/refusal";
import { readStatements } from "../../../../lib/money-facts/statements";
import { statementFields } from "../../../desk/statements/views";
import { requireHousehold } from "../../scope";

/** One of the household's own statements: every lot, every deduction with its rule, and the same to be read aloud. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { household_id } = await requireHousehold(req);
  const [statement] = await readStatements(req.scope, { statement_ids: [req.params.id ?? ""], household_id });
  if (!statement) refuseWith("statement_not_found", "There is no such statement.");
  res.json({ statement: statementFields(statement) });
}
