import { openMail, type NamedGoods } from "../../../../backend/src/lib/season-mails";
import type SeasonService from "../../../../backend/src/modules/season/service";
import type { JobHandler } from "../../job";
import { sendMail } from "../../mail";
import { runWorkflow } from "../../run-workflow";

/**
 * Goods opened: intends and sends the mails of one range of subscribers. Each mail is taken by one process, sent, and recorded; a run after a
 * crash goes on with those that are not, and one that was sent and not recorded goes out again under the same id.
 */
export const handle: JobHandler<"season-mails"> = async ({ container, message_id, payload, log }) => {
  const { openings }: SeasonService = container.resolve("season");
  const opening = await openings.byId(payload.opening_id);
  if (!opening) throw new Error(`there is no opening ${payload.opening_id}`);
  const after = payload.after ?? "";
  const range = { after, ...(await openings.intend(opening, after)) };
  const { village_id, produce, product_id } = opening;
  const goods = await runWorkflow<NamedGoods | null>(container, "name-season-goods", {
    village_id,
    produce,
    product_id,
  });
  let sent = 0;
  // A village that is gone opens nothing: nobody is told.
  for (const id of goods ? await openings.unsent(opening.id, range) : []) {
    const reader = await openings.take(opening.id, id);
    if (!reader || !goods) continue;
    await sendMail({ id: `${id}:${opening.season}`, to: reader.email, ...openMail({ id, ...reader }, goods) });
    await openings.recordSent(opening.id, id);
    sent += 1;
  }
  const left = goods ? (await openings.unsent(opening.id, range)).length : 0;
  // Another process has them, or had them and died: the next try takes what it left.
  if (left > 0) throw new Error(`${left} mails of ${opening.id} are being sent elsewhere`);
  await openings.recordDone(message_id);
  if (sent > 0) log.info({ opening_id: opening.id, sent }, "subscribers told that goods opened");
};
