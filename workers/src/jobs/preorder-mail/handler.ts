import { mailOfPreorder, type PreorderedGoods } from "../../../../backend/src/lib/preordered-goods";
import type PoolService from "../../../../backend/src/modules/pool/service";
import type { JobHandler } from "../../job";
import { sendMail } from "../../mail";
import { runWorkflow } from "../../run-workflow";

/**
 * A mail to who pre-ordered. What is not true any more, or is of nobody, sends nothing. A crash between sending and recording sends it
 * again under the same id.
 */
export const handle: JobHandler<"preorder-mail"> = async ({
  container,
  message_id,
  payload: { preorder_id, about },
}) => {
  const { preorders }: PoolService = container.resolve("pool");
  const told = await preorders.mail(preorder_id, about);
  const { product_id, variant_id } = told ?? {};
  const goods =
    told && (await runWorkflow<PreorderedGoods | null>(container, "name-preorder", { product_id, variant_id }));
  if (told && goods)
    await sendMail({ id: message_id, to: told.email, ...mailOfPreorder(about, told, goods, preorders.minutes) });
  await preorders.recordMailed(message_id);
};
