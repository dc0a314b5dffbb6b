import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../../lib/refusal";
import { namedInNotice } from "../../../../../../workflows/shop/village-notices";
import { requireWriter } from "../../../facts";
import type { ChangedNoticeBody } from "../../../validators";

/** Corrects a notice; the old words are kept. */
export async function POST(req: AuthenticatedMedusaRequest<ChangedNoticeBody>, res: MedusaResponse): Promise<void> {
  const { by, villages } = await requireWriter(req);
  const id = req.params.notice_id ?? "";
  const { seen, ...content } = req.validatedBody;
  const not_agreed = await namedInNotice(req.scope, by.village_id, content);
  valueOf(await villages.notices.correct(by, { id, seen, content, not_agreed }));
  res.json({ notice: { id } });
}
