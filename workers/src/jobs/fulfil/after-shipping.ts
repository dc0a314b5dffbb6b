import type { IOrderModuleService, MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils";
import { labelFulfilment } from "../../../../backend/src/lib/fulfilment-labels";
import { killPoint } from "../../../../backend/src/lib/kill-point";
import { row } from "../../../../backend/src/lib/sql";
import type { FulfilmentNews } from "../../../../backend/src/modules/parcel/fulfilments";
import type ParcelService from "../../../../backend/src/modules/parcel/service";
import { runWorkflow } from "../../run-workflow";

interface Known {
  delivered_at: string | Date | null;
  canceled_at: string | Date | null;
}

/**
 * What Medusa hears of a handover of an order after its goods have left: tracking numbers as labels of the fulfilment, and that it was delivered,
 * once all its parcels were. Looked for before it is written, so that a run after a crash writes what is missing and nothing twice.
 */
export async function tellAfterShipping(
  container: MedusaContainer,
  { order_id, handover_id }: { order_id: string; handover_id?: string | undefined },
): Promise<void> {
  const parcels: ParcelService = container.resolve("parcel");
  const sql = container.resolve(ContainerRegistrationKeys.PG_CONNECTION);
  for (const news of await parcels.fulfilments.news(order_id, handover_id)) {
    const told = await labelFulfilment(sql, { ...news, order_id });
    if (told > 0) killPoint("after_labels_told");
    if (news.delivered) await deliver(container, order_id, news);
  }
}

/**
 * Two writes in Medusa: the fulfilment is delivered, and the order's lines are. Killed between them Medusa would never do the second, so
 * it is looked for by itself.
 */
async function deliver(container: MedusaContainer, order_id: string, news: FulfilmentNews): Promise<void> {
  const parcels: ParcelService = container.resolve("parcel");
  const known = await fulfilmentOf(container, news.fulfillment_id);
  if (!known || known.canceled_at) return;
  if (!known.delivered_at) {
    killPoint("before_delivered");
    await runWorkflow(container, "mark-order-fulfillment-as-delivered-workflow", {
      orderId: order_id,
      fulfillmentId: news.fulfillment_id,
      no_notification: true,
    });
  } else if (!(await linesAreDelivered(container, order_id, news.fulfillment_id))) {
    const orders: IOrderModuleService = container.resolve(Modules.ORDER);
    const packed = await parcels.packsOfHandover(order_id, news.handover_id);
    await orders.registerDelivery({
      order_id,
      reference: Modules.FULFILLMENT,
      reference_id: news.fulfillment_id,
      items: packed.map((line) => ({ id: line.order_line_id, quantity: line.packs })),
    });
  }
  killPoint("after_delivered_before_commit");
  await parcels.fulfilments.recordDelivered(news.id);
}

async function linesAreDelivered(
  container: MedusaContainer,
  order_id: string,
  fulfillment_id: string,
): Promise<boolean> {
  const found = await row(
    container.resolve(ContainerRegistrationKeys.PG_CONNECTION),
    `select 1 from order_change_action where order_id = ? and reference_id = ? and action = 'DELIVER_ITEM' and applied limit 1`,
    [order_id, fulfillment_id],
  );
  return found !== undefined;
}

async function fulfilmentOf(container: MedusaContainer, id: string): Promise<Known | undefined> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: "fulfillment",
    fields: ["id", "delivered_at", "canceled_at"],
    filters: { id },
  });
  return (data as unknown as Known[])[0];
}
