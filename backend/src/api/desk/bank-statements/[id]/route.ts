import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../lib/refusal";
import type SettlementService from "../../../../modules/settlement/service";
import { requireMember } from "../../scope";
import { lineViews, statementViews } from "../../transfers/views";

/** Lines of one statement on its page; the list of transfers has all. */
const SHOWN = 200;

/** One statement, and what it was the first to show. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  const { transfers }: SettlementService = req.scope.resolve("settlement");
  const found = valueOf(await transfers.statement(cooperative_id, req.params.id ?? ""));
  const lines = await transfers.list({ cooperative_id, state: "all", statement_id: found.id, limit: SHOWN });
  const [statement] = await statementViews(req.scope, [found]);
  res.json({ statement, lines: await lineViews(req.scope, lines) });
}
