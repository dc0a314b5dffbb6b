import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { orderInvoicePaper } from "../../../../../../lib/order-invoice-paper";
import { invoicePdf } from "../../../../../../lib/print/invoice";
import { refuseWith } from "../../../../../../lib/refusal";
import type SettlementService from "../../../../../../modules/settlement/service";
import { requireBuyer } from "../../../buyer";
import type { InvoiceFileQuery } from "../../../validators";

/** All papers of an order on one, each seller's under its own name and number, in the language that is asked for. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  await requireBuyer(req);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const [first, ...rest] = await settlement.invoices.ofOrder(req.params.id ?? "");
  if (!first) refuseWith("invoice_not_found", "There is no such invoice of this order.");
  const { language } = req.validatedQuery as InvoiceFileQuery;
  const pdf = await invoicePdf(orderInvoicePaper([first, ...rest], language ?? "zh"));
  res.setHeader("Content-Type", "application/pdf");
  res.setHeader("Content-Disposition", `attachment; filename="order-${first.facts.order_number}.pdf"`);
  res.setHeader("Cache-Control", "private, no-store");
  res.end(pdf);
}
