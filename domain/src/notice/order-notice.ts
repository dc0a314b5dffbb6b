import type { PaidHow } from "./refund-notice";

/** What a buyer is told of an order by itself: that it stands, that parcels of it are on their way, that it is cancelled. */
export const ORDER_NOTICES = ["placed", "sent", "canceled"] as const;
export type OrderNotice = (typeof ORDER_NOTICES)[number];

export interface OrderFacts {
  /** "#1042", as all pages call it. */
  readonly number: string;
  /** "173.00 CNY": all of the order. */
  readonly amount: string;
  /** How many parcels have left so far. */
  readonly parcels: number;
  /** The buyer was told of some of them before. */
  readonly again?: boolean;
  /** It was paid by bank transfer before it was placed: no card is charged. */
  readonly transferred?: boolean;
  /** Its company pays it, or the rest of it, by transfer later, as was agreed. */
  readonly owed?: boolean;
  /** Its page for its buyer alone: whoever has the address may report, answer and cancel. */
  readonly link: { readonly zh: string; readonly en: string };
}

const HOUR_MS = 3_600_000;

/**
 * When parcels that have left are told of: at once (null), or a day after their buyer was last told of others (`last`), with whatever has
 * left until then. Whoever asks an hour early is not sent away again: two clocks differ.
 */
export function sentNoticeDue(last: Date | undefined, now: Date): Date | null {
  if (last === undefined || now.getTime() - last.getTime() >= 23 * HOUR_MS) return null;
  return new Date(last.getTime() + 24 * HOUR_MS);
}

function paidHow({ owed, transferred }: OrderFacts): { zh: string; en: string } {
  if (owed) return { zh: "款项按约定转账", en: "what is still open of it is transferred as agreed" };
  if (transferred) return { zh: "已转账付清", en: "it is paid by your transfer" };
  return { zh: "确认有货后才扣款", en: "your card is charged once its goods are set aside" };
}

/** A transfer is sent back by a person of the cooperative, and nobody sends back what never came. */
export function moneyOfCancelled({ owed, transferred }: PaidHow): { zh: string; en: string } {
  if (owed)
    return {
      zh: "没有付的不用再付；付过的在合作社，由合作社退回或留作下次货款",
      en: "What was not paid is not owed any more; what was paid lies with the cooperative, which sends it back or keeps it for your next order",
    };
  if (transferred)
    return {
      zh: "您转的款在合作社，由合作社退回或留作下次货款",
      en: "What you transferred lies with the cooperative, which sends it back or keeps it for your next order",
    };
  return {
    zh: "已扣的款原路退回，没有扣的不会再扣",
    en: "What was charged goes back the way it came, and nothing more is charged",
  };
}

/** In both languages: an order does not know which one its buyer reads. Each ends with its address, so that nothing of it is lost. */
export function orderNotice(about: OrderNotice, of: OrderFacts): { zh: string; en: string } {
  switch (about) {
    case "placed":
      return {
        zh: `您的订单${of.number}已收到，共 ${of.amount}，${paidHow(of).zh}。发货时再通知您。查看、取消或报告问题： ${of.link.zh}`,
        en: `We have your order ${of.number}, ${of.amount} in all; ${paidHow(of).en}. We write again when it leaves. To look, cancel or report a problem: ${of.link.en}`,
      };
    case "sent":
      return {
        zh: `您的订单${of.number}${of.again ? "到现在共" : ""}有 ${of.parcels} 个包裹已发出。查看物流和货从哪家来： ${of.link.zh}`,
        en: `${of.parcels === 1 ? "A parcel" : `${of.parcels} parcels`} of your order ${of.number} left ${of.again ? "so far" : "just now"}. To follow it and see whose goods it holds: ${of.link.en}`,
      };
    case "canceled": {
      const money = moneyOfCancelled(of);
      return {
        zh: `您的订单${of.number}已取消。${money.zh}。查看： ${of.link.zh}`,
        en: `Your order ${of.number} is cancelled. ${money.en}. To look: ${of.link.en}`,
      };
    }
  }
}
