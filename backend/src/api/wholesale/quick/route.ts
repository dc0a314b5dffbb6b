import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type WholesaleService from "../../../modules/wholesale/service";
import { quickTable } from "../../../workflows/wholesale/quick-table";
import { productFields } from "./fields";
import { ownerOfList } from "./scope";
import type { TableQuery } from "./validators";

/** A page of what is sold to companies, with what stands on this member's list. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const by = await ownerOfList(req, "look");
  const { orderLists }: WholesaleService = req.scope.resolve("wholesale");
  const [table, list] = await Promise.all([
    quickTable(req.scope, by, req.validatedQuery as unknown as TableQuery),
    orderLists.counts(by),
  ]);
  res.json({ ...table, products: table.products.map(productFields), list });
}
