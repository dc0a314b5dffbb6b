import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../lib/keyset";
import { valueOf } from "../../../lib/refusal";
import type ParcelService from "../../../modules/parcel/service";
import type { PageQuery, PickupBody } from "../carriers/validators";
import { nowAt, pickupFields } from "../carriers/views";
import { requireMember } from "../scope";

/** Couriers that my cooperative ordered, newest first. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const { cursor, limit } = req.validatedQuery as unknown as PageQuery;
  const parcels: ParcelService = req.scope.resolve("parcel");
  const page = await parcels.pickups.list({ cooperative_id, cursor, limit });
  res.json({ pickups: page.map(pickupFields), next: nextCursor(page, limit) });
}

/** Orders a courier for a day. Another order for that day and carrier is the one that stands. */
export async function POST(req: AuthenticatedMedusaRequest<PickupBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["packer"]);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const { pickup, created } = valueOf(
    await parcels.pickups.order({
      ...req.validatedBody,
      cooperative_id,
      person: member_id,
      now: await nowAt(req.scope, cooperative_id),
    }),
  );
  res.status(created ? 201 : 200).json({ pickup: pickupFields(pickup) });
}
