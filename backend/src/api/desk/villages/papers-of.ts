import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http";
import { refuseWith } from "../../../lib/refusal";
import type { PictureOwner } from "../../../modules/shop/pictures";
import type { Certificate } from "../../../modules/village/certificates";
import { requireWriter } from "./facts";

/** The certificate in the address, as whose papers are meant. */
export async function papersOf(
  req: AuthenticatedMedusaRequest,
): Promise<{ certificate: Certificate; owner: PictureOwner & { person: string } }> {
  const { by, villages } = await requireWriter(req);
  const certificate = await villages.certificates.one(req.params.certificate_id ?? "", by.village_id);
  if (!certificate)
    refuseWith("certificate_not_found", "This certificate is gone. Somebody may have withdrawn it meanwhile.");
  return {
    certificate,
    owner: { cooperative_id: by.cooperative_id, kind: "certificate", of_id: certificate.id, person: by.person },
  };
}
