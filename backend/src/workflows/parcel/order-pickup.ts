import type { MedusaContainer } from "@medusajs/framework/types";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { buyersOf, noticeTo, senderOf } from "../../lib/buyer-of-order";
import { pickupsOfOrder } from "../../lib/pickups-of-order";
import type CooperativeService from "../../modules/cooperative/service";
import type { PickupPointRow } from "../../modules/parcel/pickup-points";
import type ParcelService from "../../modules/parcel/service";
import { pointFields } from "./choose-pickup";

/** Where the goods of an order are fetched, and how far they are. The code is its buyer's alone; there is none before it is packed. */
export async function readOrderPickups(container: MedusaContainer, order_id: string, for_buyer: boolean) {
  const chosen = await pickupsOfOrder(container, order_id);
  if (chosen.size === 0) return [];
  const parcels: ParcelService = container.resolve("parcel");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const [waiting, points, named] = await Promise.all([
    parcels.pointOrders.ofOrder(order_id),
    parcels.pickupPoints.byIds([...chosen.values()]),
    cooperatives.cooperatives([...chosen.keys()]),
  ]);
  return [...chosen].flatMap(([cooperative_id, point_id]) => {
    // All that are fetched have their place as soon as one has: what is sent again may be of one cooperative among several.
    if (waiting.length > 0 && !waiting.some((one) => one.cooperative_id === cooperative_id)) return [];
    const point = points.find((one) => one.id === point_id);
    if (!point) return [];
    const here = waiting.find((one) => one.cooperative_id === cooperative_id);
    const cooperative = named.find((one) => one.id === cooperative_id);
    return [
      {
        cooperative: { zh: cooperative?.name_zh ?? "", en: cooperative?.name_en ?? "" },
        point: pointFields(point),
        state: here?.state ?? "packing",
        code: for_buyer ? (here?.code ?? null) : null,
      },
    ];
  });
}

/** Tells a buyer that the goods stand at the point, once for each time that some came. */
async function tellReady(
  container: MedusaContainer,
  { message_id, point_order_id }: { message_id: string; point_order_id: string },
): Promise<void> {
  const parcels: ParcelService = container.resolve("parcel");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const one = await parcels.pointOrders.byId(point_order_id);
  const buyer = one && (await buyersOf(container, [one.order_id])).get(one.order_id);
  // Who has fetched it meanwhile needs no word.
  if (one && buyer && one.state === "ready") {
    const { sender, phone } = await senderOf(container, one.cooperative_id);
    const said = readyText(`#${buyer.display_id ?? ""}`, one.code, one.point);
    await cooperatives.buyerNotices.queue({
      cooperative_id: one.cooperative_id,
      subject_id: `${one.id}:${message_id}`,
      notices: noticeTo(
        buyer,
        `${sender}${said.zh}电话${one.point.phone || phone}`,
        `${said.en} Phone ${one.point.phone || phone}`,
      ),
    });
  }
  await cooperatives.recordNotice({ message_id, handler: "pickup-notice", notice: undefined });
}

function readyText(number: string, code: string, point: PickupPointRow): { zh: string; en: string } {
  const place = `${point.province}${point.city}${point.street}`;
  return {
    zh: `您的订单${number}已到自提点：${point.name_zh}（${place}）。时间：${point.hours_zh}。取货码${code}。`,
    en: `Your order ${number} is ready at the pick-up point: ${point.name_en} (${place}). Open: ${point.hours_en}. Your code is ${code}.`,
  };
}

/** No compensation: a text that is queued is true. */
const pickupNoticeStep = createStep(
  "send-pickup-notice",
  async (input: { message_id: string; point_order_id: string }, { container }) => {
    await tellReady(container, input);
    return new StepResponse(undefined);
  },
);

export const pickupNoticeWorkflow = createWorkflow(
  "send-pickup-notice",
  (input: { message_id: string; point_order_id: string }) => new WorkflowResponse(pickupNoticeStep(input)),
);
