import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type SettlementService from "../../../../../modules/settlement/service";
import type { BankFileQuery } from "../../validators";
import { requireMember } from "../../../scope";

/**
 * The bank file of a batch, byte for byte the one the job wrote: made from the same rows, so it needs no shared disk.
 * `?format=csv` for the same lines as a table. It holds account numbers: never cached, and who takes it is written down first.
 */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["accountant"]);
  const { format, why } = req.validatedQuery as unknown as BankFileQuery;
  const settlement: SettlementService = req.scope.resolve("settlement");
  const batch_id = req.params.id ?? "";
  const file = valueOf(await settlement.bankFile(batch_id, cooperative_id));
  const csv = format === "csv";
  const kind = csv ? ("bank_sheet_read" as const) : ("bank_file_read" as const);
  const read = {
    book: cooperative_id,
    kind,
    subject: file.number,
    page: `batches/${batch_id}`,
    person: member_id,
    why,
  };
  await settlement.reads.note(read);
  res.setHeader("content-type", csv ? "text/csv; charset=utf-8" : "application/xml; charset=utf-8");
  res.setHeader("content-disposition", `attachment; filename="${file.number}.${csv ? "csv" : "xml"}"`);
  res.setHeader("cache-control", "no-store");
  res.send(csv ? file.csv : file.xml);
}
