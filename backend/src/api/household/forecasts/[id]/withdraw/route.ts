import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type PoolService from "../../../../../modules/pool/service";
import { forecastView } from "../../../../desk/ledger/views";
import { requireHousehold, showRelative } from "../../../scope";

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
      delegate_id: relative?.actor.id,
    }),
  );
  await showRelative(req, household_id, relative, "forecast_withdrawn", done.id);
  res.json({ forecast: forecastView(done) });
}
