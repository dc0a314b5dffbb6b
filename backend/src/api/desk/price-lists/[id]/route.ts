import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../lib/refusal";
import type { PriceListNameInput } from "../../../../modules/wholesale/companies/price-list-types";
import type WholesaleService from "../../../../modules/wholesale/service";
import { wholePriceList } from "../../../../workflows/wholesale/price-list-page";
import { listSellerOf, requirePriceList } from "../scope";

/** A price list with who is in it, the products it says something of, and who changed what. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await listSellerOf(req);
  const list = await requirePriceList(req, cooperative_id, req.params.id ?? "");
  res.json({ price_list: await wholePriceList(req.scope, list) });
}

/** Gives it another name. */
export async function POST(req: AuthenticatedMedusaRequest<PriceListNameInput>, res: MedusaResponse): Promise<void> {
  const by = await listSellerOf(req);
  const { priceLists }: WholesaleService = req.scope.resolve("wholesale");
  valueOf(await priceLists.rename(by, req.params.id ?? "", req.validatedBody));
  res.json({ price_list: { id: req.params.id } });
}
