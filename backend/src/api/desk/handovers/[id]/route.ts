import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../lib/refusal";
import type CooperativeService from "../../../../modules/cooperative/service";
import type ParcelService from "../../../../modules/parcel/service";
import { manifestFields, pickupFields } from "../../carriers/views";
import { requireMember } from "../../scope";
import type { HandoverQuery } from "../../shed/validators";
import { handoverFields, paperFields } from "../../shed/views";

const PAGE = 100;
const PAPERS = 5;
/** Refused ones that the page shows to mend; there is a page for all of them. */
const REFUSED = 20;
const PICKUPS = 5;

/** One handover: who signed, with the strokes of the signature, and its parcels. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const { after, limit = PAGE } = req.validatedQuery as unknown as HandoverQuery;
  const parcels: ParcelService = req.scope.resolve("parcel");
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const handover = await parcels.handovers.view(req.params.id ?? "", cooperative_id);
  if (!handover) refuseWith("handover_not_found", "There is no such handover.");
  const [page, papers, people, to_tell, refused, askable, pickups, manifests, bookings] = await Promise.all([
    parcels.handovers.parcels(handover.id, { after, limit }),
    parcels.papers.last({ handover_id: handover.id }, cooperative_id, PAPERS),
    cooperatives.memberNames([handover.person]),
    parcels.arrivals.open(handover.id),
    parcels.refusedBookings.list({ cooperative_id, handover_id: handover.id, limit: REFUSED }),
    parcels.refusedBookings.askable(handover.id, cooperative_id),
    parcels.pickups.list({ cooperative_id, handover_id: handover.id, limit: PICKUPS }),
    parcels.carrierManifests.ofHandover(handover.id),
    parcels.handovers.bookings(handover.id),
  ]);
  res.json({
    handover: {
      ...handoverFields(handover),
      person: people.get(handover.person) ?? handover.person,
      signature: handover.signature,
      to_tell,
    },
    parcels: page,
    papers: papers.map(paperFields),
    refused,
    askable,
    bookings,
    pickups: pickups.map(pickupFields),
    manifests: manifests.map(manifestFields),
    next: page.length === limit ? (page.at(-1)?.number ?? null) : null,
  });
}
