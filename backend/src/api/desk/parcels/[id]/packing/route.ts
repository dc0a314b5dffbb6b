import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { careOfLines } from "../../../../../lib/care";
import { refuseWith } from "../../../../../lib/refusal";
import type CooperativeService from "../../../../../modules/cooperative/service";
import type ParcelService from "../../../../../modules/parcel/service";
import type WholesaleService from "../../../../../modules/wholesale/service";
import { lotsOfParcel } from "../../../../../workflows/pool/trace";
import { requireMember } from "../../../scope";
import { packingFields } from "../../../shed/views";

/** A parcel on the packing table: what goes in, from which lots, what is ticked. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["packer"]);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const wholesale: WholesaleService = req.scope.resolve("wholesale");
  const view = await parcels.packing.view(req.params.id ?? "", cooperative_id);
  if (!view) refuseWith("parcel_not_found", "There is no such parcel.");
  const [lots, people, label, into, care, wanted] = await Promise.all([
    lotsOfParcel(req.scope, view.id),
    cooperatives.memberNames(view.packed ? [view.packed.person] : []),
    parcels.relabels.fileOf(view.id),
    parcels.regroups.into(view.id),
    careOfLines(
      req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION),
      view.contents.map((one) => one.order_line_id),
    ),
    wholesale.orders.wantedDays([view.order_id], cooperative_id),
  ]);
  res.json({
    parcel: {
      ...packingFields(view, { lots, people, care, own_label: label !== null }),
      wanted_on: wanted.get(view.order_id) ?? null,
      replaced_by: into ?? null,
    },
  });
}
