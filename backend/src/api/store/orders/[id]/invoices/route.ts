import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { InvoiceRow } from "../../../../../modules/settlement/invoices";
import type SettlementService from "../../../../../modules/settlement/service";
import { invoicedCompany, issueInvoices, nothingToInvoice } from "../../../../../workflows/settlement/invoices";
import { requireBuyer } from "../../buyer";
import type { InvoiceBody } from "../../validators";

/** The papers of an order that were issued, for its buyer, and of a company's order whom they are made out to. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  await requireBuyer(req);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const order_id = req.params.id ?? "";
  const [issued, company, nothing_to_invoice] = await Promise.all([
    settlement.invoices.ofOrder(order_id),
    invoicedCompany(req.scope, order_id),
    nothingToInvoice(req.scope, order_id),
  ]);
  // A company's order is invoiced to the company, and nobody types it.
  const made_out_to = company ? { name: company.title, tax_number: company.tax_number } : null;
  res.json({ invoices: issued.map(fieldsOf), company: made_out_to, nothing_to_invoice });
}

/** Issues them, one for each seller; asked again, they are the same. */
export async function POST(req: MedusaRequest<InvoiceBody>, res: MedusaResponse): Promise<void> {
  await requireBuyer(req);
  const issued = await issueInvoices(req.scope, { order_id: req.params.id ?? "", buyer: req.validatedBody });
  res.json({ invoices: issued.map(fieldsOf) });
}

const fieldsOf = (one: InvoiceRow) => ({
  id: one.id,
  kind: one.kind,
  number: one.number,
  seller: { zh: one.facts.seller.name_zh, en: one.facts.seller.name_en },
  currency: one.currency,
  total_minor: one.total_minor,
  tax_minor: one.tax_minor,
  issued_at: one.issued_at,
});
