import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../lib/refusal";
import type { PriceListInput } from "../../../modules/wholesale/companies/price-list-types";
import type WholesaleService from "../../../modules/wholesale/service";
import { listSellerOf } from "./scope";

/** The cooperative's price lists that hold, with how many companies and packs are in each. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await listSellerOf(req);
  const { priceLists }: WholesaleService = req.scope.resolve("wholesale");
  const lists = await priceLists.all(cooperative_id);
  res.json({
    price_lists: lists.map(({ id, name, version, companies, packs }) => ({ id, name, version, companies, packs })),
  });
}

/** Makes one, without companies and prices. */
export async function POST(req: AuthenticatedMedusaRequest<PriceListInput>, res: MedusaResponse): Promise<void> {
  const by = await listSellerOf(req);
  const { priceLists }: WholesaleService = req.scope.resolve("wholesale");
  res.status(201).json({ price_list: valueOf(await priceLists.make(by, req.validatedBody.name)) });
}
