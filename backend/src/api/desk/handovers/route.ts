import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../lib/refusal";
import type ParcelService from "../../../modules/parcel/service";
import type PoolService from "../../../modules/pool/service";
import { requireMember } from "../scope";
import type { HandoverBody } from "./validators";

/** The member signs parcels over to the carrier: those named, or all of an order that this cooperative has ready. */
export async function POST(req: AuthenticatedMedusaRequest<HandoverBody>, res: MedusaResponse): Promise<void> {
  const member = await requireMember(req, ["packer"]);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const pools: PoolService = req.scope.resolve("pool");
  const { handover, created } = valueOf(
    await parcels.handOver({
      cooperative_id: member.cooperative_id,
      person: member.member_id,
      recalled_lots: await pools.recalls.lotsOf(member.cooperative_id),
      ...req.validatedBody,
    }),
  );
  res.status(created ? 201 : 200).json({
    handover: {
      id: handover.id,
      cooperative_id: handover.cooperative_id,
      person: handover.person,
      parcels: handover.parcels,
      gross_g: handover.gross_g,
      created_at: handover.created_at,
    },
  });
}
