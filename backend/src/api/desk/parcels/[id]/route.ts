import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { variantsOfLines } from "../../../../lib/care";
import { gradeWords, produceWords } from "../../../../lib/words";
import { refuseWith } from "../../../../lib/refusal";
import { adapterOf } from "../../../../modules/parcel/carriers";
import type ParcelService from "../../../../modules/parcel/service";
import type WholesaleService from "../../../../modules/wholesale/service";
import { lotsOfParcel } from "../../../../workflows/pool/trace";
import { requireMember } from "../../scope";
import { parcelFields, whyFields } from "../fields";

/** One parcel of my cooperative: what is in it, whose it was, how it came along. Another cooperative's is not there. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const member = await requireMember(req);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const parcel = await parcels.parcelOfCooperative(req.params.id ?? "", member.cooperative_id);
  if (!parcel) refuseWith("parcel_not_found", "There is no such parcel.");
  const wholesale: WholesaleService = req.scope.resolve("wholesale");
  const sql = req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION);
  const [lots, claims, claimed, into, packed, why, wanted] = await Promise.all([
    lotsOfParcel(req.scope, parcel.id),
    parcels.claims.ofParcel(parcel.id),
    parcels.claims.claimedIn([parcel.id]),
    parcels.regroups.into(parcel.id),
    parcels.packing.packed(parcel.id),
    parcels.whys.of(parcel.id, member.cooperative_id, (lines) => variantsOfLines(sql, lines)),
    wholesale.orders.wantedDays([parcel.order_id], member.cooperative_id),
  ]);
  const claimedOf = new Map(claimed.map((one) => [one.order_line_id, one.packs]));
  res.json({
    parcel: {
      ...parcelFields(parcel),
      wanted_on: wanted.get(parcel.order_id) ?? null,
      phone: parcel.phone,
      address: parcel.address,
      accounted_by: parcel.accounted_by,
      // By the scale when it was packed, and what its carriage costs at that weight.
      weighed: packed
        ? { weighed_g: packed.weighed_g, freight_minor: packed.freight_minor, reason: packed.reason }
        : null,
      claims: claims.map(({ id, number, kind, state }) => ({ id, number, kind, state })),
      // Parted or joined by hand: under these numbers it goes on.
      replaced_by: into ?? null,
      why: why ? whyFields(why) : null,
      // Nobody but us says where it ended.
      told_by_hand: adapterOf(parcel.carrier) === "manual",
      contents: parcel.contents.map((content) => ({
        order_line_id: content.order_line_id,
        title: content.title,
        packs: content.packs,
        claimed: claimedOf.get(content.order_line_id) ?? 0,
        lot_id: content.lot_id,
        household_id: content.household_id,
        units: content.units,
      })),
      lots: lots.map(({ produce, grade, weighed_at, ...lot }) => ({
        ...lot,
        produce_name: produceWords(produce),
        grade_name: gradeWords(grade),
        weighed_at: weighed_at.toISOString(),
      })),
      events: parcel.events.map((event) => ({
        at: event.at,
        state: event.state,
        said: event.said,
        place: event.place,
      })),
    },
  });
}
