import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import type { ClaimKind } from "@commonlot/domain";
import { buyersLink } from "../../../lib/order-key";
import type { ClaimRow } from "../../../modules/parcel/claim-types";
import type CooperativeService from "../../../modules/cooperative/service";
import { dayIn, HOME_TZ } from "../../../lib/today";

const WHAT: Record<ClaimKind, { zh: string; en: string }> = {
  lost: { zh: "在途中丢失", en: "was lost on its way" },
  returned: { zh: "被退回", en: "came back to us" },
  damaged: { zh: "有破损", en: "is damaged" },
  missing: { zh: "缺少货物", en: "lacks goods" },
};

/** Asks what the buyer wants, once: the order's page takes the answer. Without one, the money goes back. */
export async function askBuyer(container: MedusaContainer, claim: ClaimRow): Promise<void> {
  const due = dayIn(HOME_TZ, claim.wish_due_at);
  const what = WHAT[claim.kind];
  await queue(container, claim, "ask", (order, link) => ({
    zh: `您的订单${order}的包裹${claim.parcel_number}${what.zh}，请告诉我们要补发还是退款：${link("zh")} ${due}前未答复则退款。`,
    en: `Parcel ${claim.parcel_number} of your order ${order} ${what.en}. Please say whether you want it sent again or the money back: ${link("en")} Without an answer by ${due} the money goes back.`,
  }));
}

export async function tellSentAgain(container: MedusaContainer, claim: ClaimRow): Promise<void> {
  await queue(container, claim, `again:${claim.attempt}`, (order, link) => ({
    zh: `您的订单${order}的货物将补发，无需付款。进度：${link("zh")}`,
    en: `Goods of your order ${order} are being sent again at no cost. Follow them here: ${link("en")}`,
  }));
}

/** Tells its buyer that the cooperative did not agree, and why: once, and nothing of a claim that was opened in error. */
export async function tellRefused(container: MedusaContainer, claim: ClaimRow): Promise<void> {
  const { refused_words: words, parcel_number: parcel } = claim;
  if (words === null) return;
  await queue(container, claim, "refused", (order, link) => ({
    zh: `合作社看过您的订单${order}包裹${parcel}的问题，没有同意：“${words}” 如有不同意见，可在报告期限内补充照片再报告一次，或打电话给合作社：${link("zh")} `,
    en: `The cooperative looked at what was reported of parcel ${parcel} of your order ${order} and did not agree: "${words}" If you see it otherwise, report it again with more photos while the days for reporting last, or phone the cooperative: ${link("en")}`,
    // A text message can't hold what may be a thousand characters: the page does.
    sms: `合作社看过您的订单${order}包裹${parcel}的问题，没有同意。原因见：${link("zh")} `,
  }));
}

interface Said {
  readonly zh: string;
  readonly en: string;
  /** Where the Chinese is too long for a text message. */
  readonly sms?: string;
}

async function queue(
  container: MedusaContainer,
  claim: ClaimRow,
  stage: string,
  text: (order: string, link: (path: "zh" | "en") => string) => Said,
): Promise<void> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const { data } = await query.graph({
    entity: "order",
    fields: ["id", "display_id", "email", "shipping_address.phone"],
    filters: { id: claim.order_id },
  });
  const [order] = data;
  if (!order) return;
  const [cooperative] = await cooperatives.cooperatives([claim.cooperative_id]);
  const name = cooperative?.name_zh.replace("农民专业合作社", "合作社") ?? "";
  const now = new Date();
  const link = (path: "zh" | "en") => buyersLink(claim.order_id, path, now);
  const { zh, en, sms = zh } = text(`#${order.display_id ?? ""}`, link);
  const phone = order.shipping_address?.phone?.trim();
  const inChinese = (words: string) => `【${name}】${words}电话${cooperative?.phone ?? ""}`;
  const email = `${inChinese(zh)}\n${en} Phone ${cooperative?.phone ?? ""}`;
  const notice = order.email
    ? { order_id: claim.order_id, channel: "email" as const, to: order.email, text: email }
    : phone
      ? { order_id: claim.order_id, channel: "sms" as const, to: phone, text: inChinese(sms) }
      : undefined;
  if (notice === undefined) return;
  await cooperatives.buyerNotices.queue({
    cooperative_id: claim.cooperative_id,
    subject_id: `${claim.id}:${stage}`,
    notices: [notice],
  });
}
