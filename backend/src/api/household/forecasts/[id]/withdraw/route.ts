import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type CooperativeService from "../../../../../modules/cooperative/service";
import type PoolService from "../../../../../modules/pool/service";
import { forecastView } from "../../../../desk/ledger/views";
import { requireHousehold } from "../../../scope";

/** The household takes back what it declared. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { household_id, cooperative_id, actor, relative } = await requireHousehold(req, "confirm");
  const pools: PoolService = req.scope.resolve("pool");
  const done = valueOf(
    await pools.forecasts.end({
      id: req.params.id ?? "",
      cooperative_id,
      household_id,
      to: "withdrawn",
      person: actor.id,
    }),
  );
  if (relative) {
    const cooperatives: CooperativeService = req.scope.resolve("cooperative");
    await cooperatives.acts.recordOnce(household_id, relative, "forecast_withdrawn", done.id);
  }
  res.json({ forecast: forecastView(done) });
}
