import type { BuyerLanguage } from "./buyer-mail";

/** A mail as it is sent: one line of subject, plain text. */
export interface Mail {
  readonly subject: string;
  readonly text: string;
}

interface About {
  readonly language: BuyerLanguage;
  readonly village: string;
  readonly produce: string;
  /** Takes them off the list. */
  readonly stop_link: string;
}

/** Asks whether the owner of an address wants to be told when goods open. Nobody is told without saying yes. */
export function seasonQuestionMail(mail: About & { readonly confirm_link: string; readonly days: number }): Mail {
  const { village, produce, confirm_link, stop_link, days } = mail;
  return mail.language === "zh"
    ? {
        subject: subjectLine(`确认：${village}${produce}开卖时通知您？`),
        text: `有人（想必是您）请我们在${village}的${produce}开卖时写信告诉您。请打开下面的页面确认，${days} 天内有效：\n${confirm_link}\n\n如果不是您，不必理会：不确认我们不会再写信，${days} 天后删除这个地址。马上删除：\n${stop_link}`,
      }
    : {
        subject: subjectLine(`Confirm: shall we tell you when ${produce} from ${village} can be bought?`),
        text: `Somebody, most likely you, asked us to write when ${produce} from ${village} can be bought. Please confirm on this page, within ${days} days:\n${confirm_link}\n\nIf it was not you, there is nothing to do: without a yes we don't write again, and this address is deleted after ${days} days. To delete it now:\n${stop_link}`,
      };
}

/** Answers somebody who asked again and is on the list. */
export function seasonStandsMail(mail: About): Mail {
  const { village, produce, stop_link } = mail;
  return mail.language === "zh"
    ? {
        subject: subjectLine(`${village}${produce}：开卖时会通知您`),
        text: `您已经在名单上：${village}的${produce}开卖时，我们每季写一封信告诉您。您不用再做什么。\n\n不想再收到：\n${stop_link}`,
      }
    : {
        subject: subjectLine(`${produce} from ${village}: we will tell you`),
        text: `You are on the list already: when ${produce} from ${village} can be bought we write once a season. There is nothing more to do.\n\nTo stop:\n${stop_link}`,
      };
}

/** Goods opened: what somebody asked to be told. */
export function seasonOpenMail(mail: About & { readonly goods_link: string }): Mail {
  const { village, produce, goods_link, stop_link } = mail;
  return mail.language === "zh"
    ? {
        subject: subjectLine(`${village}的${produce}开卖了`),
        text: `您请我们告诉您：${village}的${produce}现在可以买了。\n${goods_link}\n\n每季只写这一封。不想再收到：\n${stop_link}`,
      }
    : {
        subject: subjectLine(`${produce} from ${village} can be bought`),
        text: `You asked us to tell you: ${produce} from ${village} can be bought now.\n${goods_link}\n\nWe write once a season. To stop:\n${stop_link}`,
      };
}

/** A subject is one line, whatever a village is called. */
export const subjectLine = (text: string): string => text.replace(/\s+/gu, " ").trim();
