import type { MedusaContainer } from "@medusajs/framework/types";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { produceWords } from "../../lib/words";
import type CooperativeService from "../../modules/cooperative/service";
import type { BuyerNoticeInput } from "../../modules/cooperative/buyer-notices";
import type { RecallRow } from "../../modules/pool/recall-rows";
import type PoolService from "../../modules/pool/service";
import { parcelsOfLot } from "./trace";

/** Parcels told about in one statement. */
const PAGE = 1_000;

/**
 * Tells everybody whom a recalled lot concerns: its household, the buyers by e-mail, those who receive a parcel by SMS.
 * Each once, however often it is pressed: who was told before is not told again, parcels that came since are.
 */
export async function notifyRecall(container: MedusaContainer, recall: RecallRow): Promise<{ told: number }> {
  const pools: PoolService = container.resolve("pool");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const [cooperative] = await cooperatives.cooperatives([recall.cooperative_id]);
  const lot = await pools.lotLives.life(recall.lot_id, recall.cooperative_id);
  if (!cooperative || !lot) throw new Error(`recall ${recall.id} has no cooperative or lot`);
  const goods = produceWords(lot.produce);
  const sender = `【${cooperative.name_zh.replace("农民专业合作社", "合作社")}】`;
  let told = 0;
  let after: string | undefined;
  for (;;) {
    const parcels = await parcelsOfLot(container, {
      lot_id: recall.lot_id,
      cooperative_id: recall.cooperative_id,
      after,
      limit: PAGE,
    });
    const notices = parcels.flatMap((parcel): BuyerNoticeInput[] => [
      ...(parcel.buyer_email
        ? [
            {
              order_id: parcel.order_id,
              channel: "email" as const,
              to: parcel.buyer_email,
              text: `${sender}您的订单#${parcel.display_id ?? ""}中有批次${recall.lot_number}的${goods.zh}，现在召回：${recall.advice} 联系电话${cooperative.phone}\nYour order #${parcel.display_id ?? ""} holds ${goods.en} of lot ${recall.lot_number}, which is recalled: ${recall.advice} Phone ${cooperative.phone}`,
            },
          ]
        : []),
      ...(parcel.phone && parcel.handed_over_at
        ? [
            {
              order_id: parcel.order_id,
              channel: "sms" as const,
              to: parcel.phone,
              text: `${sender}包裹${parcel.number}中的${goods.zh}召回：${recall.advice} 请打${cooperative.phone}`,
            },
          ]
        : []),
    ]);
    told += await cooperatives.buyerNotices.queue({
      cooperative_id: recall.cooperative_id,
      subject_id: recall.id,
      notices,
    });
    after = parcels.at(-1)?.parcel_id;
    if (parcels.length < PAGE) break;
  }
  await cooperatives.queueNotice({
    cooperative_id: recall.cooperative_id,
    household_id: recall.household_id,
    kind: "recall",
    subject_id: recall.id,
    text: `${sender}您的批次${recall.lot_number}（${goods.zh}）暂停销售：${recall.reason}。有疑问请打${cooperative.phone}`,
  });
  await pools.recalls.markNotified(recall.id);
  return { told };
}

/** No compensation: who is told is told once, and run again this goes on with the others. */
const tellOfRecallStep = createStep("recall-notices", async ({ recall_id }: { recall_id: string }, { container }) => {
  const pools: PoolService = container.resolve("pool");
  const recall = await pools.recalls.recall(recall_id);
  if (!recall) throw new Error(`there is no recall ${recall_id}`);
  return new StepResponse(await notifyRecall(container, recall));
});

export const tellOfRecallWorkflow = createWorkflow("recall-notices", (input: { recall_id: string }) => {
  return new WorkflowResponse(tellOfRecallStep(input));
});
