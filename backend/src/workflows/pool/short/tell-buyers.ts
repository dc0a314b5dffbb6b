import type { MedusaContainer } from "@medusajs/framework/types";
import {
  formatMinor,
  goesBackHow,
  refundNotice,
  staysPromised,
  type PaidHow,
  type ShortChoice,
} from "@commonlot/domain";
import { readEnv } from "../../../env";
import { buyersOf, noticeTo, senderOf, type Buyer } from "../../../lib/buyer-of-order";
import type { BuyerNoticeInput } from "../../../modules/cooperative/buyer-notices";
import type CooperativeService from "../../../modules/cooperative/service";
import type PoolService from "../../../modules/pool/service";
import type SettlementService from "../../../modules/settlement/service";
import { ordersOf } from "../../../modules/pool/short-moves";
import { AUTOMATIC, type ShortRow, type StoredPlan } from "../../../modules/pool/short-types";
import { dayIn, HOME_TZ } from "../../../lib/today";

/** Sends each buyer who is asked the question whose answer is waited for; the same question once. */
export async function askBuyers(container: MedusaContainer, short: ShortRow): Promise<void> {
  const pools: PoolService = container.resolve("pool");
  const open = (await pools.shorts.questions.ofShort(short.id)).filter((one) => one.answer === null);
  const buyers = await buyersOf(
    container,
    open.map((one) => one.order_id),
  );
  const { sender, phone } = await senderOf(container, short.cooperative_id);
  await queue(
    container,
    short,
    `${short.id}:ask:${short.plan_hash ?? ""}`.slice(0, 128),
    open.flatMap((question) => {
      const buyer = buyers.get(question.order_id);
      if (!buyer) return [];
      const link = (path: string) => new URL(`/${path}/answer/${question.token}`, readEnv().STOREFRONT_URL).href;
      const due = question.due_at.toISOString().slice(0, 16).replace("T", " ");
      if (question.about === "other_grade") {
        // Who wanted this is told that it is that; nobody gets another grade without saying so all the same.
        const [zh, en] = isAsChosen(short.plan, question.order_id, "substitute")
          ? ["按您的选择，", "As you chose, we"]
          : ["", "We"];
        return {
          buyer,
          zh: `${sender}您的订单#${buyer.display_id ?? ""}有货物缺货，${zh}可改发另一等级并退差价，请告诉我们是否同意：${link("zh")} 请在${due}（UTC）前答复；未答复则退款。电话${phone}`,
          en: `Goods of your order #${buyer.display_id ?? ""} fell short. ${en} could send another grade and refund the difference. Please say whether you agree: ${link("en")} Answer by ${due} UTC; without an answer we refund. Phone ${phone}`,
        };
      }
      return {
        buyer,
        zh: `${sender}您的订单#${buyer.display_id ?? ""}有货物缺货，请告诉我们是否同意处理办法：${link("zh")} 请在${due}（UTC）前答复；未答复视为同意。电话${phone}`,
        en: `Goods of your order #${buyer.display_id ?? ""} fell short. Please say whether you agree to what we propose: ${link("en")} Answer by ${due} UTC; no answer counts as agreed. Phone ${phone}`,
      };
    }),
  );
}

/**
 * Tells the buyers what fell short and what follows, once for each stage: what waits as soon as it is applied (it can be a
 * while), the rest when it can't be undone any more. What the house enters by itself can't be undone at all: both at once.
 */
export async function tellBuyers(container: MedusaContainer, short: ShortRow, plan: StoredPlan): Promise<void> {
  const pools: PoolService = container.resolve("pool");
  const waits = (await pools.shorts.waits.ofShort(short.id)).filter((one) => one.state === "waiting");
  const stage = short.state === "closed" ? "closed" : "waits";
  const orders = ordersOf(plan);
  const settlement: SettlementService = container.resolve("settlement");
  const [buyers, transferred] = await Promise.all([
    buyersOf(container, orders),
    settlement.transfers.ordersPaid(orders),
  ]);
  const { sender, phone } = await senderOf(container, short.cooperative_id);
  const told = orders.flatMap((order_id) => {
    const buyer = buyers.get(order_id);
    if (!buyer) return [];
    const lines = plan.lines.filter((line) => line.order === order_id);
    const text = stageText(buyer, {
      filled:
        plan.resolves?.how === "filled" && plan.resolves.wait.order_id === order_id ? plan.resolves.wait.packs : 0,
      waiting: waits.filter((one) => one.order_id === order_id),
      packs: lines.reduce((sum, line) => sum + line.packs, 0),
      regraded: lines.reduce((sum, line) => sum + (line.regraded ?? 0), 0),
      refund_minor: lines.reduce((sum, line) => sum + BigInt(line.goods_minor) + BigInt(line.freight_minor), 0n),
      wait_chosen: isAsChosen(plan, order_id, "wait"),
      refund_chosen: isAsChosen(plan, order_id, "refund"),
      // Entered with the claim's number for its reason.
      claim: short.kind === "claim" ? short.reason : null,
      paid: { transferred: transferred.has(order_id), owed: transferred.get(order_id)?.owed ?? false },
      closed: stage === "closed",
      at_once: AUTOMATIC.has(short.kind),
    });
    return text === null ? [] : { buyer, zh: `${sender}${text.zh}电话${phone}`, en: `${text.en} Phone ${phone}` };
  });
  await queue(container, short, `${short.id}:${stage}:${short.attempt}`, told);
}

function stageText(
  buyer: Buyer,
  what: {
    filled: number;
    waiting: readonly { packs: number; until: Date | string }[];
    packs: number;
    /** Filled with another grade. */
    regraded: number;
    refund_minor: bigint;
    /** The buyer's own choice, and not what the entry or the pool said. */
    wait_chosen: boolean;
    refund_chosen: boolean;
    /** The number of the claim that refunds; null where goods fell short. */
    claim: string | null;
    paid: PaidHow;
    closed: boolean;
    /** Nothing was told before. */
    at_once: boolean;
  },
): { zh: string; en: string } | null {
  const order = `#${buyer.display_id ?? ""}`;
  if (what.filled > 0) {
    return {
      zh: `您的订单${order}等待的${what.filled}件已补齐，即将发货。`,
      en: `The ${what.filled} packs your order ${order} waited for are here and will be sent.`,
    };
  }
  const parts = [
    ...(what.closed && !what.at_once ? [] : waitingText(order, what.waiting, what.wait_chosen)),
    ...(what.closed ? backText(order, buyer, what) : []),
  ];
  if (parts.length === 0) return null;
  return { zh: parts.map((one) => one.zh).join(""), en: parts.map((one) => one.en).join(" ") };
}

function waitingText(
  order: string,
  waiting: readonly { packs: number; until: Date | string }[],
  as_chosen: boolean,
): { zh: string; en: string }[] {
  const [first] = waiting;
  if (!first) return [];
  const packs = waiting.reduce((sum, one) => sum + one.packs, 0);
  const until = dayIn(HOME_TZ, new Date(first.until));
  return [
    {
      zh: `您的订单${order}有${packs}件暂缺，${as_chosen ? "按您的选择" : ""}为您保留到${until}；到期仍无货则退款。`,
      en: `${packs} packs of your order ${order} are missing for now. ${as_chosen ? "As you chose, they" : "They"} stay promised until ${until}; what has not come by then is refunded.`,
    },
  ];
}

function backText(
  order: string,
  buyer: Buyer,
  {
    refund_minor,
    regraded,
    refund_chosen,
    claim,
    paid,
  }: { refund_minor: bigint; regraded: number; refund_chosen: boolean; claim: string | null; paid: PaidHow },
): { zh: string; en: string }[] {
  if (refund_minor === 0n && regraded === 0) return [];
  const amount = `${formatMinor(refund_minor, buyer.currency)} ${buyer.currency}`;
  if (regraded > 0) {
    const how = goesBackHow(paid);
    const [zh, en] = refund_minor === 0n ? ["", ""] : [`退款${amount}，${how.zh}。`, ` ${amount} ${how.en}.`];
    return [
      {
        zh: `您的订单${order}有${regraded}件按您的同意改发另一等级。${zh}`,
        en: `${regraded} packs of your order ${order} come as another grade, as you agreed.${en}`,
      },
    ];
  }
  return [refundNotice({ order, amount, claim, chosen: refund_chosen, paid })];
}

/** Whether an order's missing packs went by this choice of its buyer: not by the entry's word, and not at the end of a wait. */
function isAsChosen(plan: StoredPlan | null, order_id: string, choice: ShortChoice): boolean {
  if (plan === null || plan.resolves || plan.chosen?.[order_id] !== choice) return false;
  return plan.lines.some(
    (line) =>
      line.order === order_id &&
      line.packs > 0 &&
      line.ruled_by === "buyer" &&
      staysPromised(line.policy) === (choice === "wait"),
  );
}

async function queue(
  container: MedusaContainer,
  short: ShortRow,
  subject_id: string,
  told: readonly { buyer: Buyer; zh: string; en: string }[],
): Promise<void> {
  const notices = told.flatMap(({ buyer, zh, en }): BuyerNoticeInput[] => noticeTo(buyer, zh, en));
  if (notices.length === 0) return;
  const cooperatives: CooperativeService = container.resolve("cooperative");
  await cooperatives.buyerNotices.queue({ cooperative_id: short.cooperative_id, subject_id, notices });
}
