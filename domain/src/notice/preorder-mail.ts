import type { BuyerLanguage } from "./buyer-mail";
import { subjectLine, type Mail } from "./season-mail";

/** What a mail about a pre-order says: the question whether it was meant, that it stands already, that the goods are there, or how it ended. */
export const PREORDER_MAILS = ["question", "stands", "kept", "unpaid", "nothing_came", "cooperative"] as const;
export type PreorderMail = (typeof PREORDER_MAILS)[number];

export interface PreorderFacts {
  readonly language: BuyerLanguage;
  readonly product: string;
  readonly pack: string;
  readonly packs: number;
  /** Packs that are kept: fewer when not all came. */
  readonly packs_kept: number;
  /** Day and time until which they are kept, as it is said where the goods are. */
  readonly until: string;
  /** Its own page: to say yes, to pay, to change or withdraw it. */
  readonly link: string;
  readonly minutes: number;
}

/** A mail about a pre-order, in the language of the page it was made on. */
export function preorderMail(about: PreorderMail, facts: PreorderFacts): Mail {
  const [subject, text] = facts.language === "zh" ? chinese(about, facts) : english(about, facts);
  return { subject: subjectLine(subject), text: `${text}\n${facts.link}` };
}

function chinese(about: PreorderMail, of: PreorderFacts): [string, string] {
  const goods = `${of.product}（${of.pack}）${of.packs} 份`;
  const kept = `${of.product}（${of.pack}）${of.packs_kept} 份`;
  switch (about) {
    case "question":
      return [
        `请确认：预订${of.product}`,
        `有人（想必是您）用这个地址预订了${goods}。现在不收钱。请打开下面的页面确认，确认后才排上队；名额先给您留 ${of.minutes} 分钟。如果不是您，不必理会。`,
      ];
    case "stands":
      return [`您的预订还在：${of.product}`, `您已经预订了${goods}。要改份数、付款或取消，请打开这个页面：`];
    case "kept":
      return of.packs_kept < of.packs
        ? [
            `到货了一部分：${of.product}`,
            `您预订了${goods}，收成比预计的少，这一季只到了 ${of.packs_kept} 份。已为您留下，留到 ${of.until}。请按当天的价格付款；不要的话可以取消：`,
          ]
        : [`到货了：${of.product}`, `您预订的${kept}已过秤，为您留到 ${of.until}。请按当天的价格付款：`];
    case "unpaid":
      return [`预订已结束：${of.product}`, `为您留的${of.product}到期没有付款，已转给后面排队的人。没有收您的钱。`];
    case "nothing_came":
      return [
        `这一季没有到货：${of.product}`,
        `很抱歉，您预订的${goods}没有等到货：收成比农户预计的少。没有收您的钱，预订已结束。`,
      ];
    case "cooperative":
      return [
        `合作社结束了您的预订：${of.product}`,
        `很抱歉，合作社不能把${goods}留给您了。没有收您的钱，预订已结束。`,
      ];
  }
}

function english(about: PreorderMail, of: PreorderFacts): [string, string] {
  const goods = `${of.packs} × ${of.product} (${of.pack})`;
  switch (about) {
    case "question":
      return [
        `Confirm your pre-order: ${of.product}`,
        `Somebody, most likely you, pre-ordered ${goods} with this address. Nothing is paid now. Please confirm on this page: only then do you have a place in the queue. We keep it free for ${of.minutes} minutes. If it was not you, there is nothing to do.`,
      ];
    case "stands":
      return [
        `Your pre-order stands: ${of.product}`,
        `You have pre-ordered ${goods} already. To change the number, pay or withdraw, open its page:`,
      ];
    case "kept":
      return of.packs_kept < of.packs
        ? [
            `Some of it is here: ${of.product}`,
            `You pre-ordered ${goods}. Less came in than was expected: ${of.packs_kept} this season. They are kept for you until ${of.until}. Pay at the price of the day, or withdraw:`,
          ]
        : [
            `It is here: ${of.product}`,
            `What you pre-ordered, ${goods}, was weighed in and is kept for you until ${of.until}. Pay at the price of the day:`,
          ];
    case "unpaid":
      return [
        `Your pre-order has ended: ${of.product}`,
        `What was kept for you, ${of.product}, was not paid for in time and went to the next in the queue. You were charged nothing.`,
      ];
    case "nothing_came":
      return [
        `Nothing came this season: ${of.product}`,
        `We are sorry: the ${goods} you pre-ordered did not come in, the harvest was smaller than the households expected. You were charged nothing, and the pre-order has ended.`,
      ];
    case "cooperative":
      return [
        `The cooperative ended your pre-order: ${of.product}`,
        `We are sorry: the cooperative can't keep ${goods} for you any longer. You were charged nothing, and the pre-order has ended.`,
      ];
  }
}
