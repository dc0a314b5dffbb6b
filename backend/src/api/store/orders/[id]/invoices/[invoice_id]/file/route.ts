import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { invoicePaper } from "../../../../../../../lib/invoice-paper";
import { invoicePdf } from "../../../../../../../lib/print/invoice";
import { refuseWith } from "../../../../../../../lib/refusal";
import type SettlementService from "../../../../../../../modules/settlement/service";
import { requireBuyer } from "../../../../buyer";
import type { InvoiceFileQuery } from "../../../../validators";

/** One paper as a PDF, in the language that is asked for. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  await requireBuyer(req);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const found = (await settlement.invoices.ofOrder(req.params.id ?? "")).find(
    (one) => one.id === req.params.invoice_id,
  );
  if (!found) refuseWith("invoice_not_found", "There is no such invoice of this order.");
  const { language } = req.validatedQuery as InvoiceFileQuery;
  const pdf = await invoicePdf(invoicePaper(found, language ?? "zh"));
  res.setHeader("Content-Type", "application/pdf");
  res.setHeader("Content-Disposition", `attachment; filename="${found.number}.pdf"`);
  res.setHeader("Cache-Control", "private, no-store");
  res.end(pdf);
}
