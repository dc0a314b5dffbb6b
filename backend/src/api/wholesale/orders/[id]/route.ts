import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { mayAct } from "@commonlot/domain";
import { companyOrderRows } from "../../../../lib/company-orders";
import { orderKey } from "../../../../lib/order-key";
import { requireCompany } from "../../scope";
import { companyOrderFields, noOrder, sqlOf } from "../fields";

/** One order of the company; to who buys for it also the key by which they act as its buyer. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { company, member } = await requireCompany(req);
  const order_id = req.params.id ?? "";
  const [found] = await companyOrderRows(sqlOf(req.scope), { company_id: company.id, order_id, done: null, limit: 1 });
  if (!found) return noOrder();
  res.setHeader("Cache-Control", "private, no-store");
  res.json({
    order: companyOrderFields(found),
    order_key: mayAct(member.roles, "buy") ? orderKey(order_id, new Date()) : null,
  });
}
