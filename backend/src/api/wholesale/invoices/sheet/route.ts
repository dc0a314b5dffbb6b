import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { addDays, checkAccountSpan, MAX_ACCOUNT_LINES, startOfDay } from "@commonlot/domain";
import { companyInvoiceRows } from "../../../../lib/company-invoices";
import { invoiceSheet } from "../../../../lib/invoice-sheet";
import { refuseWith, valueOf } from "../../../../lib/refusal";
import { sqlOf } from "../../orders/fields";
import type { InvoiceSheetQuery } from "../../orders/validators";
import { requireCompany } from "../../scope";

/** The papers of some days of the company's calendar as a sheet. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { company } = await requireCompany(req, "accounts");
  const { from, to, language } = req.validatedQuery as InvoiceSheetQuery;
  valueOf(checkAccountSpan({ from, to }));
  const found = await companyInvoiceRows(sqlOf(req.scope), {
    company_id: company.id,
    from: startOfDay(company.time_zone, from),
    to: startOfDay(company.time_zone, addDays(to, 1)),
    limit: MAX_ACCOUNT_LINES + 1,
  });
  if (found.length > MAX_ACCOUNT_LINES)
    refuseWith(
      "account_too_long",
      `These days have more than ${MAX_ACCOUNT_LINES} papers. Nothing is lost: ask for fewer days at once.`,
      "from",
    );
  res.setHeader("Content-Type", "text/csv; charset=utf-8");
  res.setHeader("Content-Disposition", `attachment; filename="invoices-${from}-${to}.csv"`);
  res.setHeader("Cache-Control", "private, no-store");
  res.send(invoiceSheet(found, company.time_zone, language));
}
