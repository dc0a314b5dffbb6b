import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { noticeState } from "@commonlot/domain";
import { valueOf } from "../../../../../lib/refusal";
import { todayOf } from "../../../../../lib/today";
import { namedInNotice, noticeFields } from "../../../../../workflows/shop/village-notices";
import { requireWriter } from "../../facts";
import type { NewNoticeBody } from "../../validators";

/** Notices of the village, newest first: also what is coming and what was withdrawn. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { village, villages, by } = await requireWriter(req);
  const { notices, next } = await villages.notices.ofDesk(village.id, req.validatedQuery);
  const [now, today] = [new Date(), todayOf()];
  res.json({
    village,
    today,
    notices: notices.map((one) => ({
      ...noticeFields(one),
      version: one.version,
      state: noticeState(one, now, today),
      withdrawn_at: one.withdrawn_at?.toISOString() ?? null,
      own: one.cooperative_id === by.cooperative_id,
    })),
    next,
  });
}

/** Publishes a notice: at once, or from a later day. */
export async function POST(req: AuthenticatedMedusaRequest<NewNoticeBody>, res: MedusaResponse): Promise<void> {
  const { by, villages } = await requireWriter(req);
  const { shown_from, idempotency_key, ...content } = req.validatedBody;
  const published = await villages.notices.publish(by, {
    kind: "notice",
    content,
    shown_from,
    idempotency_key,
    now: new Date(),
    not_agreed: await namedInNotice(req.scope, by.village_id, content),
  });
  res.status(201).json({ notice: valueOf(published) });
}
