import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { InvoiceRow } from "../../../../../modules/settlement/invoices";
import type SettlementService from "../../../../../modules/settlement/service";
import { issueInvoices } from "../../../../../workflows/settlement/invoices";
import { requireBuyer } from "../../buyer";
import type { InvoiceBody } from "../../validators";

/** The papers of an order that were issued, for its buyer. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  await requireBuyer(req);
  const settlement: SettlementService = req.scope.resolve("settlement");
  res.json({ invoices: (await settlement.invoices.ofOrder(req.params.id ?? "")).map(fieldsOf) });
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
