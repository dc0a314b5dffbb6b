/**
 * What a buyer is told when money goes back and nobody has to agree any more: of goods that fell short, or as the answer to what was
 * reported of a parcel, which did come. `order`: "#1042"; `amount`: "20.00 CNY"; `claim`: the number of the report, null without one;
 * `chosen`: the buyer had asked for the money should goods be missing.
 */
export function refundNotice(of: {
  readonly order: string;
  readonly amount: string;
  readonly claim: string | null;
  readonly chosen?: boolean;
}): { zh: string; en: string } {
  const { order, amount, claim, chosen = false } = of;
  return claim === null
    ? {
        zh: `您的订单${order}有货物未能交付，${chosen ? "按您的选择" : ""}退款${amount}，原路退回。`,
        en: `Goods of your order ${order} could not be delivered. ${chosen ? "As you chose, " : ""}${amount} go back the way they were paid.`,
      }
    : {
        zh: `您的订单${order}有包裹出了问题（${claim}），合作社的答复：退款${amount}，原路退回。`,
        en: `The answer about a parcel of your order ${order} (${claim}): ${amount} go back the way they were paid.`,
      };
}
