import { expect, test } from "vitest";
import { refundNotice } from "./refund-notice";

const OF = { order: "#1042", amount: "20.00 CNY" };

test("goods that came and were not right are never called undelivered: the refund is the claim's answer", () => {
  const claimed = refundNotice({ ...OF, claim: "CM-7" });
  expect(claimed.zh).toBe("您的订单#1042有包裹出了问题（CM-7），合作社的答复：退款20.00 CNY，原路退回。");
  expect(claimed.en).toBe(
    "The answer about a parcel of your order #1042 (CM-7): 20.00 CNY go back the way they were paid.",
  );
  expect(refundNotice({ ...OF, claim: null }).zh).toContain("未能交付");
});

test("a transfer is not said to go back by itself, and what never came is taken off", () => {
  for (const claim of [null, "CM-7"]) {
    const transferred = refundNotice({ ...OF, claim, paid: { transferred: true } });
    expect(transferred.zh).toContain("退款20.00 CNY，款在合作社，由合作社退回");
    expect(transferred.en).toContain("20.00 CNY are yours and lie with the cooperative");
    const owed = refundNotice({ ...OF, claim, paid: { transferred: true, owed: true } });
    expect(owed.zh).toContain("退款20.00 CNY，先冲减未付的货款");
    expect(owed.en).toContain("20.00 CNY come off what is still owed");
    for (const said of [transferred, owed]) {
      expect(said.zh).not.toContain("原路");
      expect(said.en).not.toContain("the way they were paid");
    }
  }
});
