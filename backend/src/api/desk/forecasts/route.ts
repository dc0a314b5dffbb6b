import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { z } from "zod";
import { nextCursor } from "../../../lib/keyset";
import { refuseWith, valueOf } from "../../../lib/refusal";
import type CooperativeService from "../../../modules/cooperative/service";
import type PoolService from "../../../modules/pool/service";
import type { forecastBody, forecastsQuery } from "../ledger/validators";
import { forecastView, namesOf, todayAt } from "../ledger/views";
import { requireMember } from "../scope";

/** Declared harvests of the cooperative, newest first; with `open`, those still to come. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const query = req.validatedQuery as unknown as z.infer<typeof forecastsQuery>;
  const pools: PoolService = req.scope.resolve("pool");
  const found = await pools.forecasts.list({ cooperative_id, ...query });
  const names = await namesOf(req.scope, {
    members: found.map((one) => one.declared_by),
    households: found.map((one) => one.household_id),
  });
  res.json({ forecasts: found.map((one) => forecastView(one, names)), next: nextCursor(found, query.limit) });
}

/** Writes down what a household says it will bring. */
export async function POST(
  req: AuthenticatedMedusaRequest<z.infer<typeof forecastBody>>,
  res: MedusaResponse,
): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["weigher"]);
  const { note = null, ...body } = req.validatedBody;
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const household = await cooperatives.householdIn(cooperative_id, { household_id: body.household_id });
  if (!household) refuseWith("household_not_found", "There is no such household in your cooperative.", "household_id");
  const pools: PoolService = req.scope.resolve("pool");
  const today = await todayAt(req.scope, cooperative_id);
  const made = valueOf(
    await pools.forecasts.declare({
      ...body,
      note,
      village_id: household.village_id,
      cooperative_id,
      person: member_id,
      today,
    }),
  );
  const names = await namesOf(req.scope, { members: [made.declared_by], households: [made.household_id] });
  res.status(201).json({ forecast: forecastView(made, names) });
}
