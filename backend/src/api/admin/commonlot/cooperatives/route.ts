import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type CooperativeService from "../../../../modules/cooperative/service";
import type PoolService from "../../../../modules/pool/service";
import type ShopService from "../../../../modules/shop/service";
import type VillageService from "../../../../modules/village/service";
import { OPERATOR_PAGE, type HandlesQuery } from "../operator";

/** For the operator: every cooperative with its villages, its open pools and what its pictures take. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const { after = "" } = req.validatedQuery as HandlesQuery;
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const villages: VillageService = req.scope.resolve("village");
  const pools: PoolService = req.scope.resolve("pool");
  const shop: ShopService = req.scope.resolve("shop");
  const all = await cooperatives.cooperatives();
  const behind = all.filter((one) => one.handle > after).sort((a, b) => (a.handle < b.handle ? -1 : 1));
  const found = behind.slice(0, OPERATOR_PAGE);
  const [taken, ...rest] = await Promise.all([
    shop.pictures.taken(found.map((one) => one.id)),
    ...found.map(async (one) => ({
      villages: (await villages.pages.of(one.id)).length,
      pools: (await pools.poolsOfCooperative(one.id)).filter((pool) => pool.status === "open").length,
    })),
  ]);
  res.json({
    rows: found.map((one, at) => ({
      id: one.id,
      handle: one.handle,
      name: { zh: one.name_zh, en: one.name_en },
      county: { zh: one.county_zh, en: one.county_en },
      currency: one.currency,
      villages: rest[at]?.villages ?? 0,
      pools: rest[at]?.pools ?? 0,
      picture_bytes: taken.get(one.id) ?? 0,
    })),
    next: behind.length > found.length ? (found.at(-1)?.handle ?? null) : null,
  });
}
