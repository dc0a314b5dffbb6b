import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { netGrams } from "@commonlot/domain";
import { valueOf } from "../../../../../lib/refusal";
import type PoolService from "../../../../../modules/pool/service";
import { requireMember } from "../../../scope";
import type { CorrectionBody } from "../../../weigh-in/validators";

/** Enters a correction of a lot's weight; it is in force when a second person signs it. */
export async function POST(req: AuthenticatedMedusaRequest<CorrectionBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["weigher"]);
  const { units, gross_g, tare_g, ...rest } = req.validatedBody;
  const pools: PoolService = req.scope.resolve("pool");
  const net_g = gross_g === undefined ? 0 : valueOf(netGrams(gross_g, tare_g ?? 0));
  const proposed = valueOf(
    await pools.corrections.propose({
      ...rest,
      lot_id: req.params.id ?? "",
      cooperative_id,
      units: units ?? net_g,
      gross_g,
      tare_g,
      person: member_id,
    }),
  );
  res.status(proposed.repeated ? 200 : 201).json({ correction: proposed });
}
