import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { companyInvoiceRows, notInvoiced } from "../../../lib/company-invoices";
import { nextCursor } from "../../../lib/keyset";
import { dayIn } from "../../../lib/today";
import { sqlOf } from "../orders/fields";
import type { CompanyInvoicesQuery } from "../orders/validators";
import { requireCompany } from "../scope";
import { companyInvoiceFields } from "./fields";

const PAGE = 50;

/** Invoices and credit notes of all the company's orders, the newest first; and orders that none was issued for. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { company } = await requireCompany(req, "accounts");
  const { cursor } = req.validatedQuery as CompanyInvoicesQuery;
  const sql = sqlOf(req.scope);
  const [found, open] = await Promise.all([
    companyInvoiceRows(sql, { company_id: company.id, from: null, to: null, cursor, limit: PAGE }),
    notInvoiced(sql, { company_id: company.id, limit: PAGE }),
  ]);
  res.json({
    invoices: found.map(companyInvoiceFields),
    not_invoiced: open.map(({ created_at, ...one }) => ({ ...one, created_at: created_at.toISOString() })),
    today: dayIn(company.time_zone, new Date()),
    time_zone: company.time_zone,
    next: nextCursor(found, PAGE),
  });
}
