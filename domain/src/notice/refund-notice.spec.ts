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
