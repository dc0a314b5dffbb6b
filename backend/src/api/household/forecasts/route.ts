import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { z } from "zod";
import { nextCursor } from "../../../lib/keyset";
import { valueOf } from "../../../lib/refusal";
import type PoolService from "../../../modules/pool/service";
import { gradeWords, produceWords } from "../../../lib/words";
import type { ownForecastBody } from "../../desk/ledger/validators";
import { forecastView, todayAt } from "../../desk/ledger/views";
import { requireHousehold, showRelative } from "../scope";

/** What this household declared it will bring, newest first, and the pools it may declare for. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { household_id, cooperative_id, village_id } = await requireHousehold(req);
  const query = req.validatedQuery as unknown as { limit: number; cursor?: string };
  const pools: PoolService = req.scope.resolve("pool");
  const [found, own] = await Promise.all([
    pools.forecasts.list({ cooperative_id, household_id, ...query }),
    pools.poolsOfCooperative(cooperative_id),
  ]);
  const open = own.filter(
    (pool) => pool.status === "open" && (pool.origin_kind === "region" || pool.origin_id === village_id),
  );
  res.json({
    forecasts: found.map((one) => forecastView(one)),
    pools: open.map(({ id, produce, grade, unit }) => ({
      id,
      produce,
      produce_name: produceWords(produce),
      grade_name: gradeWords(grade),
      unit,
    })),
    next: nextCursor(found, query.limit),
  });
}

export async function POST(
  req: AuthenticatedMedusaRequest<z.infer<typeof ownForecastBody>>,
  res: MedusaResponse,
): Promise<void> {
  const { household_id, cooperative_id, village_id, actor, relative } = await requireHousehold(req, "confirm");
  const { note = null, ...body } = req.validatedBody;
  const pools: PoolService = req.scope.resolve("pool");
  const today = await todayAt(req.scope, cooperative_id);
  const made = valueOf(
    await pools.forecasts.declare({
      ...body,
      note,
      household_id,
      village_id,
      cooperative_id,
      person: actor.id,
      delegate_id: relative?.actor.id,
      today,
    }),
  );
  await showRelative(req, household_id, relative, "forecast_declared", made.id);
  res.status(201).json({ forecast: forecastView(made) });
}
