import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { orderOfInvoice } from "../../../../../lib/company-invoices";
import { invoicePaper } from "../../../../../lib/invoice-paper";
import { invoicePdf } from "../../../../../lib/print/invoice";
import { refuseWith } from "../../../../../lib/refusal";
import type SettlementService from "../../../../../modules/settlement/service";
import { sqlOf } from "../../../orders/fields";
import type { CompanyInvoiceQuery } from "../../../orders/validators";
import { requireCompany } from "../../../scope";

/** One paper of the company's as a PDF, in the language that is asked for. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { company } = await requireCompany(req, "accounts");
  const settlement: SettlementService = req.scope.resolve("settlement");
  const invoice_id = req.params.id ?? "";
  const order_id = await orderOfInvoice(sqlOf(req.scope), { company_id: company.id, invoice_id });
  const papers = order_id === undefined ? [] : await settlement.invoices.ofOrder(order_id);
  const found = papers.find((one) => one.id === invoice_id);
  if (!found) refuseWith("invoice_not_found", "Your company has no such invoice.");
  const { language } = req.validatedQuery as CompanyInvoiceQuery;
  const pdf = await invoicePdf(invoicePaper(found, language));
  res.setHeader("Content-Type", "application/pdf");
  res.setHeader("Content-Disposition", `attachment; filename="${found.number}.pdf"`);
  res.setHeader("Cache-Control", "private, no-store");
  res.end(pdf);
}
