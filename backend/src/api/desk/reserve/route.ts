import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../lib/refusal";
import type SettlementService from "../../../modules/settlement/service";
import type { ReserveBody } from "../clawbacks/validators";
import { requireMember } from "../scope";

/** Sets part of the cooperative's fees aside, or takes it out again. For the manager. */
export async function POST(req: AuthenticatedMedusaRequest<ReserveBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, []);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const { amount_minor, ...body } = req.validatedBody;
  valueOf(
    await settlement.clawbacks.reserves.move({
      ...body,
      amount_minor: BigInt(amount_minor),
      cooperative_id,
      person: member_id,
    }),
  );
  res.status(201).json({ reserves: await settlement.clawbacks.reserves.of(cooperative_id) });
}
