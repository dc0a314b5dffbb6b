import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../../../lib/refusal";
import { requireWriter } from "../../../../facts";
import type { VersionBody } from "../../../../validators";

/** Public no more; its row stays. */
export async function POST(req: AuthenticatedMedusaRequest<VersionBody>, res: MedusaResponse): Promise<void> {
  const { by, villages } = await requireWriter(req);
  const id = req.params.notice_id ?? "";
  valueOf(await villages.notices.withdraw(by, { ...req.validatedBody, id, now: new Date() }));
  res.json({ notice: { id } });
}
