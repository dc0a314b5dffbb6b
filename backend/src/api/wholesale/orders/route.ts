import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { companyOrderRows } from "../../../lib/company-orders";
import { nextCursor } from "../../../lib/keyset";
import { requireCompany } from "../scope";
import { companyOrderFields, sqlOf } from "./fields";
import type { CompanyOrdersQuery } from "./validators";

const PAGE = 50;

/** What the company ordered, the newest first, with what is owed and what has come. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { company } = await requireCompany(req);
  const { shown, cursor } = req.validatedQuery as CompanyOrdersQuery;
  const found = await companyOrderRows(sqlOf(req.scope), {
    company_id: company.id,
    order_id: null,
    done: shown === undefined ? null : shown === "done",
    cursor,
    limit: PAGE,
  });
  res.json({ orders: found.map(companyOrderFields), next: nextCursor(found, PAGE) });
}
