import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../lib/keyset";
import { gradeWords, produceWords } from "../../../lib/words";
import type PoolService from "../../../modules/pool/service";
import type SettlementService from "../../../modules/settlement/service";
import { openPricePoolWorkflow } from "../../../workflows/settlement/price-pools";
import { requireMember } from "../scope";
import type { OpenPricePoolBody, PricePoolQuery } from "./validators";

/** The cooperative's price pools, newest first, and the pools that a new one may price. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  const query = req.validatedQuery as unknown as PricePoolQuery;
  const settlement: SettlementService = req.scope.resolve("settlement");
  const pools: PoolService = req.scope.resolve("pool");
  const [found, averaged] = await Promise.all([
    settlement.pricePools.list({ cooperative_id, ...query }),
    pools.pricing.averagedPools(cooperative_id),
  ]);
  res.json({
    price_pools: found.map((one) => ({
      id: one.id,
      name: one.name,
      currency: one.currency,
      from: one.from_date,
      to: one.to_date,
      advance_bp: one.advance_bp,
      state: one.state,
      revision: one.revision,
      waiting_minor: one.waiting_minor,
      shared_minor: one.shared_minor,
      advanced_minor: one.advanced_minor,
    })),
    next: nextCursor(found, query.limit),
    pools: averaged.map(({ pool_id, produce, grade }) => ({
      id: pool_id,
      produce_name: produceWords(produce),
      grade_name: gradeWords(grade),
    })),
  });
}

export async function POST(req: AuthenticatedMedusaRequest<OpenPricePoolBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["accountant"]);
  const { result } = await openPricePoolWorkflow(req.scope).run({
    input: { ...req.validatedBody, cooperative_id, person: member_id },
  });
  res.status(201).json({ price_pool: { id: result.id } });
}
