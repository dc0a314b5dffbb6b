import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import { todayOf } from "../../../../../lib/today";
import type CooperativeService from "../../../../../modules/cooperative/service";
import type PoolService from "../../../../../modules/pool/service";
import { requireHousehold, showRelative } from "../../../scope";
import type { ObjectBody } from "../../validators";

/** The household, or a relative who may confirm for it, says that a receipt is not right: one tap, words if it likes. */
export async function POST(req: AuthenticatedMedusaRequest<ObjectBody>, res: MedusaResponse): Promise<void> {
  const { household_id, cooperative_id, relative } = await requireHousehold(req, "confirm");
  const pools: PoolService = req.scope.resolve("pool");
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const [cooperative] = await cooperatives.cooperatives([cooperative_id]);
  const opened = valueOf(
    await pools.objections.open({
      lot_id: req.params.id ?? "",
      whose: { household_id },
      via: "tap",
      words: req.validatedBody.words ?? "",
      logged_by: null,
      said_by: relative?.actor,
      today: todayOf(cooperative),
    }),
  );
  if (!opened.already_open) await showRelative(req, household_id, relative, "objected", opened.id);
  res.status(opened.already_open ? 200 : 201).json({ objection: opened });
}
