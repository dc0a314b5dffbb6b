import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../lib/keyset";
import { valueOf } from "../../../lib/refusal";
import type ParcelService from "../../../modules/parcel/service";
import type PoolService from "../../../modules/pool/service";
import type SettlementService from "../../../modules/settlement/service";
import { requireMember } from "../scope";
import type { WavesQuery } from "../shed/validators";
import { handoverFields } from "../shed/views";
import type { HandoverBody } from "./validators";

const PAGE = 30;

/** What my cooperative handed over, newest first. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const { cursor, limit = PAGE } = req.validatedQuery as unknown as WavesQuery;
  const parcels: ParcelService = req.scope.resolve("parcel");
  const page = await parcels.handovers.list(cooperative_id, { cursor, limit });
  res.json({ handovers: page.map(handoverFields), next: nextCursor(page, limit) });
}

/** The member signs parcels over to the carrier: those named, all that is ready of an order, or what is packed of a wave. */
export async function POST(req: AuthenticatedMedusaRequest<HandoverBody>, res: MedusaResponse): Promise<void> {
  const member = await requireMember(req, ["packer"]);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const pools: PoolService = req.scope.resolve("pool");
  const settlement: SettlementService = req.scope.resolve("settlement");
  const { handover, created } = valueOf(
    await parcels.handOver({
      cooperative_id: member.cooperative_id,
      person: member.member_id,
      recalled_lots: await pools.recalls.lotsOf(member.cooperative_id),
      unpaid_orders: await settlement.receivables.undispatchable(member.cooperative_id),
      ...req.validatedBody,
    }),
  );
  res.status(created ? 201 : 200).json({
    handover: {
      id: handover.id,
      number: handover.number,
      cooperative_id: handover.cooperative_id,
      person: handover.person,
      parcels: handover.parcels,
      gross_g: handover.gross_g,
      created_at: handover.created_at,
    },
  });
}
