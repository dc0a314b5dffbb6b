import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import { todayOf } from "../../../../../lib/today";
import type CooperativeService from "../../../../../modules/cooperative/service";
import type PoolService from "../../../../../modules/pool/service";
import { requireMember } from "../../../scope";
import type { LogObjectionBody } from "../../../weigh-in/validators";

/** Writes down what a household said on the phone or answered by SMS. */
export async function POST(req: AuthenticatedMedusaRequest<LogObjectionBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["weigher"]);
  const pools: PoolService = req.scope.resolve("pool");
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const [cooperative] = await cooperatives.cooperatives([cooperative_id]);
  const opened = valueOf(
    await pools.objections.open({
      ...req.validatedBody,
      lot_id: req.params.id ?? "",
      whose: { cooperative_id },
      logged_by: member_id,
      today: todayOf(cooperative),
    }),
  );
  res.status(opened.already_open ? 200 : 201).json({ objection: opened });
}
