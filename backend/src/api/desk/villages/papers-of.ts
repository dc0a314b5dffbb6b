import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http";
import { refuse } from "@commonlot/domain";
import { valueOf } from "../../../lib/refusal";
import type { PictureOwner } from "../../../modules/shop/pictures";
import type { Certificate } from "../../../modules/village/certificates";
import { requireWriter } from "./facts";

export const CERTIFICATE_GONE = refuse(
  "certificate_not_found",
  "This certificate is gone. Somebody may have withdrawn it meanwhile.",
);

/** The certificate in the address, as whose papers are meant. */
export async function papersOf(req: AuthenticatedMedusaRequest): Promise<{
  certificate: Certificate;
  owner: PictureOwner & { person: string };
  /** Asked again: false when it was withdrawn since. */
  isStillThere: () => Promise<boolean>;
}> {
  const { by, villages } = await requireWriter(req);
  const find = () => villages.certificates.one(req.params.certificate_id ?? "", by.village_id);
  const certificate = await find();
  if (!certificate) return valueOf(CERTIFICATE_GONE);
  return {
    certificate,
    isStillThere: async () => (await find()) !== undefined,
    owner: { cooperative_id: by.cooperative_id, kind: "certificate", of_id: certificate.id, person: by.person },
  };
}
