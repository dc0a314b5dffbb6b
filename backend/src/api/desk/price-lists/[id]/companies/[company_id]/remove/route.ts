import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../../../lib/refusal";
import type WholesaleService from "../../../../../../../modules/wholesale/service";
import { listSellerOf } from "../../../../scope";

/** Takes a company out: it pays what all companies pay. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const by = await listSellerOf(req);
  const { priceLists }: WholesaleService = req.scope.resolve("wholesale");
  valueOf(await priceLists.takeOut(by, req.params.id ?? "", req.params.company_id ?? ""));
  res.json({ price_list: { id: req.params.id } });
}
