import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../../lib/refusal";
import { requireWriter } from "../../../facts";
import type { ChangedCertificateBody } from "../../../validators";

/** Other facts of a certificate. */
export async function POST(
  req: AuthenticatedMedusaRequest<ChangedCertificateBody>,
  res: MedusaResponse,
): Promise<void> {
  const { by, villages } = await requireWriter(req);
  const id = req.params.certificate_id ?? "";
  valueOf(await villages.certificates.change(by, { ...req.validatedBody, id }));
  res.json({ certificate: { id } });
}
