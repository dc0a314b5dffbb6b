import type { MedusaContainer } from "@medusajs/framework/types";
import { formatMinor, goesBackHow, moneyOfCancelled, type PaidHow } from "@commonlot/domain";
import { buyersOf, noticeTo, senderOf } from "../../lib/buyer-of-order";
import type CooperativeService from "../../modules/cooperative/service";
import type { CycleRow } from "../../modules/cycle/types";
import type SettlementService from "../../modules/settlement/service";

/** Tells the buyer of an order, once, how its cycle ended. `back_minor`: what of the price goes back; null: all of the order does. */
export async function tellOfCycle(
  container: MedusaContainer,
  cycle: CycleRow,
  order_id: string,
  back_minor: bigint | null,
): Promise<void> {
  const buyer = (await buyersOf(container, [order_id])).get(order_id);
  if (!buyer) return;
  const { sender, phone } = await senderOf(container, cycle.cooperative_id);
  const number = `#${buyer.display_id ?? ""}`;
  const settlement: SettlementService = container.resolve("settlement");
  const transfer = (await settlement.transfers.ordersPaid([order_id])).get(order_id);
  const paid: PaidHow = { transferred: transfer !== undefined, owed: transfer?.owed ?? false };
  const said =
    back_minor === null
      ? goesBack(cycle, number, paid)
      : reached(cycle, number, amountOf(back_minor, buyer.currency), paid);
  const notices = noticeTo(buyer, `${sender}${said.zh}电话${phone}`, `${said.en} Phone ${phone}`);
  if (notices.length === 0) return;
  const cooperatives: CooperativeService = container.resolve("cooperative");
  await cooperatives.buyerNotices.queue({
    cooperative_id: cycle.cooperative_id,
    subject_id: `${cycle.id}:${back_minor === null ? "back" : "reached"}`,
    notices,
  });
}

function reached(cycle: CycleRow, number: string, back: string | null, paid: PaidHow): { zh: string; en: string } {
  const days = cycle.ready_from === cycle.ready_to ? cycle.ready_from : `${cycle.ready_from} – ${cycle.ready_to}`;
  const [when_zh, when_en] =
    cycle.way === "pickup"
      ? [`请于${days}自提：${cycle.place_zh}。`, `Fetch it on ${days}: ${cycle.place_en}.`]
      : [`将于${days}发出。`, `It leaves on ${days}.`];
  const how = goesBackHow(paid);
  const [back_zh, back_en] =
    back === null
      ? ["", ""]
      : [`大家一起买，价格已降，退回差价${back}，${how.zh}。`, ` The price has fallen for all: ${back} ${how.en}.`];
  return {
    zh: `“${cycle.name_zh}”已截单，您的订单${number}有效。${back_zh}${when_zh}`,
    en: `"${cycle.name_en}" has closed and your order ${number} stands.${back_en} ${when_en}`,
  };
}

function goesBack(cycle: CycleRow, number: string, paid: PaidHow): { zh: string; en: string } {
  const by_hand = moneyOfCancelled(paid);
  const [zh, en] = paid.transferred
    ? [`已取消。${by_hand.zh}。`, `is cancelled. ${by_hand.en}.`]
    : ["已取消，全款原路退回。", "is cancelled and all you paid goes back the way it came."];
  if (cycle.state === "called_off") {
    return {
      zh: `“${cycle.name_zh}”已取消（${cycle.call_off_words ?? ""}）。您的订单${number}${zh}`,
      en: `"${cycle.name_en}" was called off (${cycle.call_off_words ?? ""}). Your order ${number} ${en}`,
    };
  }
  return {
    zh: `“${cycle.name_zh}”未达到发货的最低数量。您的订单${number}${zh}`,
    en: `"${cycle.name_en}" did not reach the least that can be sent. Your order ${number} ${en}`,
  };
}

function amountOf(back_minor: bigint, currency: string): string | null {
  return back_minor === 0n ? null : `${formatMinor(back_minor, currency)} ${currency}`;
}
