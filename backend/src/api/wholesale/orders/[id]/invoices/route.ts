import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { companyOrderRows } from "../../../../../lib/company-orders";
import { issueInvoices } from "../../../../../workflows/settlement/invoices";
import { requireCompany } from "../../../scope";
import { noOrder, sqlOf } from "../../fields";

/** Issues the papers of one of the company's orders, made out to it; asked again, they are the same. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { company } = await requireCompany(req, "accounts");
  const order_id = req.params.id ?? "";
  const [found] = await companyOrderRows(sqlOf(req.scope), { company_id: company.id, order_id, done: null, limit: 1 });
  if (!found) return noOrder();
  const issued = await issueInvoices(req.scope, { order_id, buyer: { title: "", tax_number: "" } });
  res.json({ invoices: issued.map(({ id, kind, number }) => ({ id, kind, number })) });
}
