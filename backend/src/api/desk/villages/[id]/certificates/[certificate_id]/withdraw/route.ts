import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../../../lib/refusal";
import { todayOf } from "../../../../../../../lib/today";
import { requireWriter } from "../../../../facts";
import type { VersionBody } from "../../../../validators";

/** Shown to nobody from today on. */
export async function POST(req: AuthenticatedMedusaRequest<VersionBody>, res: MedusaResponse): Promise<void> {
  const { by, villages } = await requireWriter(req);
  const id = req.params.certificate_id ?? "";
  valueOf(await villages.certificates.withdraw(by, { ...req.validatedBody, id, on: todayOf() }));
  res.json({ certificate: { id } });
}
