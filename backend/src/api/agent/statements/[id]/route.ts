import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { readStatementOf, statementFields } from "../../../../workflows/settlement/commission-runs";
import { cooperativeNames } from "../../../wholesale/quotes/fields";
import { requireAgent } from "../../scope";

/** One statement of the agent's with what it pays: numbers of orders, nothing of who bought. Another agent's is not there. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const agent = await requireAgent(req);
  const found = await readStatementOf(req.scope, req.params.id ?? "", { agent_id: agent.id });
  const names = await cooperativeNames(req.scope, [found]);
  res.json({
    statement: {
      ...statementFields(found),
      cooperative: names(found.cooperative_id),
      lines: found.lines.map(({ order_number, at, base_minor, rate_bp, amount_minor }) => ({
        order_number,
        at: at.toISOString(),
        base_minor: base_minor === null ? null : Number(base_minor),
        rate_bp,
        amount_minor: Number(amount_minor),
      })),
    },
  });
}
