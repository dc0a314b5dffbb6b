import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type CooperativeService from "../../../modules/cooperative/service";
import { goodsOfCooperative } from "../../../workflows/cycle/catalogue";
import { requireMember } from "../scope";

/** What an order cycle of ours may sell, at today's prices, and the zone in which its clock is read. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const [goods, [cooperative]] = await Promise.all([
    goodsOfCooperative(req.scope, cooperative_id),
    cooperatives.cooperatives([cooperative_id]),
  ]);
  res.json({
    tz: cooperative?.tz,
    goods: goods.map(({ product_id, handle, title, unit, unit_g, currency, packs }) => ({
      product_id,
      handle,
      title,
      unit,
      unit_g,
      currency,
      packs: packs.map((pack) => ({ ...pack, price_minor: Number(pack.price_minor) })),
    })),
  });
}
