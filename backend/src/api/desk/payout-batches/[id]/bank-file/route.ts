import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type SettlementService from "../../../../../modules/settlement/service";
import { requireMember } from "../../../scope";

/**
 * The bank file of a batch, byte for byte the one the job wrote: made from the same rows, so it needs no shared disk.
 * `?format=csv` for the same lines as a table. It holds account numbers: never cached.
 */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const file = valueOf(await settlement.bankFile(req.params.id ?? "", cooperative_id));
  const csv = req.query.format === "csv";
  res.setHeader("content-type", csv ? "text/csv; charset=utf-8" : "application/xml; charset=utf-8");
  res.setHeader("content-disposition", `attachment; filename="${file.number}.${csv ? "csv" : "xml"}"`);
  res.setHeader("cache-control", "no-store");
  res.send(csv ? file.csv : file.xml);
}
