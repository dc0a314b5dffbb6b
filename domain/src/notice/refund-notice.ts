/** How an order was paid: `transferred` to the cooperative's bank account; `owed`: something of it was to be paid after the order. */
export interface PaidHow {
  readonly transferred?: boolean;
  readonly owed?: boolean;
}

/**
 * What becomes of money that goes back, after its amount: `退款20.00 CNY，` / `20.00 CNY `. A card's goes back by itself; a transfer is sent back by a
 * person of the cooperative; of what is still owed nothing is sent that never came.
 */
export function goesBackHow({ transferred = false, owed = false }: PaidHow): { zh: string; en: string } {
  if (owed)
    return {
      zh: "先冲减未付的货款，多出的在合作社，由合作社退回或留作下次货款",
      en: "come off what is still owed; what was paid beyond that lies with the cooperative, which sends it back or keeps it for your next order",
    };
  if (transferred)
    return {
      zh: "款在合作社，由合作社退回或留作下次货款",
      en: "are yours and lie with the cooperative, which sends them back or keeps them for your next order",
    };
  return { zh: "原路退回", en: "go back the way they were paid" };
}

/**
 * What a buyer is told when money goes back and nobody has to agree any more: of goods that fell short, or as the answer to what was
 * reported of a parcel, which did come. `order`: "#1042"; `amount`: "20.00 CNY"; `claim`: the number of the report, null without one;
 * `chosen`: the buyer had asked for the money should goods be missing; `paid`: how the order was paid, by card unless it is said.
 */
export function refundNotice(of: {
  readonly order: string;
  readonly amount: string;
  readonly claim: string | null;
  readonly chosen?: boolean;
  readonly paid?: PaidHow;
}): { zh: string; en: string } {
  const { order, amount, claim, chosen = false, paid = {} } = of;
  const how = goesBackHow(paid);
  return claim === null
    ? {
        zh: `您的订单${order}有货物未能交付，${chosen ? "按您的选择" : ""}退款${amount}，${how.zh}。`,
        en: `Goods of your order ${order} could not be delivered. ${chosen ? "As you chose, " : ""}${amount} ${how.en}.`,
      }
    : {
        zh: `您的订单${order}有包裹出了问题（${claim}），合作社的答复：退款${amount}，${how.zh}。`,
        en: `The answer about a parcel of your order ${order} (${claim}): ${amount} ${how.en}.`,
      };
}
