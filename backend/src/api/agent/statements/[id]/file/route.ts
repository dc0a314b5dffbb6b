import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { commissionPaper, commissionSheet } from "../../../../../lib/commission-paper";
import { invoicePdf } from "../../../../../lib/print/invoice";
import { readStatementOf } from "../../../../../workflows/settlement/commission-runs";
import { cooperativeNames } from "../../../../wholesale/quotes/fields";
import { requireAgent } from "../../../scope";
import type { StatementFileQuery } from "../../../validators";

/** A statement as a PDF or a sheet, in the language that is asked for. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const agent = await requireAgent(req);
  const { format, language } = req.validatedQuery as unknown as StatementFileQuery;
  const statement = await readStatementOf(req.scope, req.params.id ?? "", { agent_id: agent.id });
  res.setHeader("Content-Disposition", `attachment; filename="${statement.number}.${format}"`);
  res.setHeader("Cache-Control", "private, no-store");
  if (format === "csv") {
    res.setHeader("Content-Type", "text/csv; charset=utf-8");
    res.send(commissionSheet(statement, language));
    return;
  }
  const names = await cooperativeNames(req.scope, [statement]);
  const payer = names(statement.cooperative_id);
  res.setHeader("Content-Type", "application/pdf");
  res.end(await invoicePdf(commissionPaper({ statement, agent, payer }, language)));
}
