import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import { todayOf } from "../../../../../lib/today";
import type { ListedCompanyInput } from "../../../../../modules/wholesale/companies/price-list-types";
import type WholesaleService from "../../../../../modules/wholesale/service";
import { listSellerOf } from "../../scope";

/** Puts a company that has dealt with this cooperative into the list, or sets its days. */
export async function POST(req: AuthenticatedMedusaRequest<ListedCompanyInput>, res: MedusaResponse): Promise<void> {
  const by = await listSellerOf(req);
  const { priceLists }: WholesaleService = req.scope.resolve("wholesale");
  valueOf(await priceLists.put(by, req.params.id ?? "", req.validatedBody, todayOf()));
  res.json({ price_list: { id: req.params.id } });
}
