import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../lib/refusal";
import type ParcelService from "../../../modules/parcel/service";
import { requireMember } from "../scope";
import type { PaperBody } from "../shed/validators";
import { paperFields } from "../shed/views";

/** Asks for a paper; a job draws it. 202: look again in a moment. */
export async function POST(req: AuthenticatedMedusaRequest<PaperBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["packer"]);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const { kind, ...of } = req.validatedBody;
  const paper = valueOf(await parcels.papers.ask({ cooperative_id, person: member_id, kind, of }));
  res.status(202).json({ paper: paperFields(paper) });
}
