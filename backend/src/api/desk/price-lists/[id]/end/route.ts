import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type { PriceListEndInput } from "../../../../../modules/wholesale/companies/price-list-types";
import type WholesaleService from "../../../../../modules/wholesale/service";
import { listSellerOf } from "../../scope";

/** It holds for nobody any more; offers that stand keep what was agreed. */
export async function POST(req: AuthenticatedMedusaRequest<PriceListEndInput>, res: MedusaResponse): Promise<void> {
  const by = await listSellerOf(req);
  const { priceLists }: WholesaleService = req.scope.resolve("wholesale");
  valueOf(await priceLists.end(by, req.params.id ?? "", req.validatedBody.version));
  res.json({ price_list: { id: req.params.id } });
}
