import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { todayOf } from "../../../lib/today";
import type CooperativeService from "../../../modules/cooperative/service";
import type PoolService from "../../../modules/pool/service";
import { requireMember } from "../scope";
import type { DayPriceBody, DayPricesQuery } from "../weigh-in/validators";

/** The prices of a day, today when none is asked for. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const { day: asked } = req.validatedQuery as DayPricesQuery;
  const pools: PoolService = req.scope.resolve("pool");
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const [cooperative] = await cooperatives.cooperatives([cooperative_id]);
  const day = asked ?? todayOf(cooperative);
  res.json({ day, prices: await pools.dayPrices.ofDay(cooperative_id, day) });
}

/** The manager says what a produce is worth on a day; lots weighed from now on carry it. */
export async function POST(req: AuthenticatedMedusaRequest<DayPriceBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["manager"]);
  const pools: PoolService = req.scope.resolve("pool");
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const [cooperative] = await cooperatives.cooperatives([cooperative_id]);
  const currency = cooperative?.currency ?? "CNY";
  await pools.dayPrices.enter({ ...req.validatedBody, currency, cooperative_id, person: member_id });
  res.status(201).json({ price: { ...req.validatedBody, currency } });
}
