import { questionMail, type NamedGoods } from "../../../../backend/src/lib/season-mails";
import type SeasonService from "../../../../backend/src/modules/season/service";
import type { JobHandler } from "../../job";
import { sendMail } from "../../mail";
import { runWorkflow } from "../../run-workflow";

/**
 * Asks the owner of an address whether they want to be told when goods open, or says that they are told already. What was answered by
 * stopping sends nothing. A crash between sending and recording sends it again under the same id.
 */
export const handle: JobHandler<"season-question"> = async ({
  container,
  message_id,
  payload: { subscription_id },
}) => {
  const { subscriptions }: SeasonService = container.resolve("season");
  const asked = await subscriptions.question(subscription_id);
  const goods =
    asked &&
    (await runWorkflow<NamedGoods | null>(container, "name-season-goods", {
      village_id: asked.village_id,
      produce: asked.produce,
      product_id: null,
    }));
  if (asked && goods) {
    const { days } = subscriptions;
    await sendMail({ id: message_id, to: asked.email, ...questionMail(asked, goods, days) });
  }
  await subscriptions.recordAsked({ message_id, subscription_id });
};
