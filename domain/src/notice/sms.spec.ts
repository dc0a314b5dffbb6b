import fc from "fast-check";
import { expect, test } from "vitest";
import { reasonOf, valueOf } from "../../test/expect-result";
import {
  SMS_UNITS,
  codeSms,
  correctionSms,
  objectionSms,
  payoutRefusedSms,
  payoutSms,
  receiptSms,
  smsSegments,
  type PayoutSms,
  type ReceiptSms,
} from "./sms";

const receipt: ReceiptSms = {
  cooperative: "竹塘合作社",
  ticket_no: "ZT0123",
  produce: "土鸡蛋",
  net_g: 12_500,
  grade: "一级",
  phone: "0571-8888",
};

test("the receipt says number, produce, weight in kilograms and jin, and whom to call", () => {
  expect(valueOf(receiptSms(receipt))).toBe(
    "【竹塘合作社】收货单ZT0123：土鸡蛋12.5公斤（25斤）一级，已入库。有误请三天内打0571-8888",
  );
  expect(valueOf(receiptSms({ ...receipt, season_g: 86_000 }))).toContain("已入库。您本季累计86公斤。有误");
});

test("too long, it loses the season first, then shortens the produce, then the cooperative, then drops the grade", () => {
  const long = { ...receipt, phone: "0571-88886666", season_g: 86_125 };
  const withoutSeason = valueOf(receiptSms({ ...long, cooperative: "龙川县竹塘村农业合作社" }));
  expect(withoutSeason).not.toContain("累计");
  expect(withoutSeason).toContain("土鸡蛋12.5公斤");
  expect(valueOf(receiptSms({ ...long, produce: "散养土鸡蛋有机认证高山放养无抗生素" }))).toMatch(
    /：散养土鸡蛋.*…12\.5公斤（25斤）一级/,
  );
  const sender = valueOf(
    receiptSms({ ...long, produce: "散养土鸡蛋有机认证", cooperative: "龙川县竹塘村第一农业种植养殖专业合作社联合社" }),
  );
  expect(sender).toMatch(/^【龙川县竹塘.*…】.*散养…12\.5公斤（25斤）一级/);
  const phone = "0571-8888666-1234567890";
  const graded = valueOf(receiptSms({ ...long, ticket_no: "ZT0123456789", phone, cooperative: "龙川县竹塘村合作社" }));
  expect(graded).toMatch(/公斤（25斤），已入库/);
});

test("whatever the names, it is one segment and neither number, weight nor phone is cut", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme", maxLength: 40 }),
      fc.string({ unit: "grapheme", maxLength: 40 }),
      fc.string({ unit: "grapheme", maxLength: 12 }),
      fc.integer({ min: 1, max: 3_000_000 }),
      (cooperative, produce, grade, net_g) => {
        const result = receiptSms({ ...receipt, cooperative, produce, grade, net_g, season_g: 9_999_999 });
        // Two characters of a name can still be long (a family of emoji), so a refusal is allowed; a cut is not.
        if (!result.ok) return;
        expect(result.value.length).toBeLessThanOrEqual(SMS_UNITS);
        expect(result.value).toContain("收货单ZT0123：");
        expect(result.value).toContain(`${net_g / 1_000}公斤（${net_g / 500}斤）`);
        expect(result.value.endsWith("打0571-8888")).toBe(true);
        expect(result.value.match(/【/g)).toHaveLength(1);
        expect(result.value).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])/);
      },
    ),
    { numRuns: 300 },
  );
});

test("a text in which the number does not fit is refused", () => {
  expect(reasonOf(receiptSms({ ...receipt, ticket_no: "Z".repeat(60) }))).toBe("does_not_fit");
});

test("a name can add no second sender and no second line", () => {
  const text = valueOf(receiptSms({ ...receipt, produce: "蛋】\n【银行" }));
  expect(text).toContain("蛋 银行12.5公斤");
});

const payout: PayoutSms = {
  cooperative: "竹塘合作社",
  period: "11月上半月",
  currency: "CNY",
  gross_minor: 606_400n,
  deductions_minor: 6_400n,
  advances_minor: 100_000n,
  paid_minor: 500_000n,
  destination: "尾号3445的银行卡",
  phone: "0571-8888",
};

test("the payout says gross, what came off, and what was paid, in two segments", () => {
  const text = valueOf(payoutSms(payout));
  expect(text).toBe(
    "【竹塘合作社】11月上半月结算：货款6064.00元，扣款64.00元，预付抵扣1000.00元，本次付您5000.00元，付到尾号3445的银行卡。明细见结算单，有疑问请打0571-8888",
  );
  expect(smsSegments(text)).toBe(2);
  const plain = valueOf(payoutSms({ ...payout, deductions_minor: 0n, advances_minor: 0n }));
  expect(plain).not.toContain("扣");
});

test("a long payout text shortens names and never an amount", () => {
  const long = {
    ...payout,
    cooperative: "龙川县竹塘村第一农业种植养殖专业合作社联合社".repeat(3),
    period: "二〇二六年十一月上半月第二批补发".repeat(3),
  };
  const text = valueOf(payoutSms(long));
  expect(smsSegments(text)).toBe(2);
  for (const amount of ["6064.00元", "64.00元", "1000.00元", "5000.00元", "尾号3445的银行卡", "0571-8888"])
    expect(text).toContain(amount);
  expect(reasonOf(payoutSms({ ...payout, destination: "卡".repeat(120) }))).toBe("does_not_fit");
  expect(valueOf(payoutSms({ ...payout, currency: "JPY" }))).toContain("付您500000 JPY");
});

test("segments are counted as the network does", () => {
  expect([
    smsSegments("字".repeat(70)),
    smsSegments("字".repeat(71)),
    smsSegments("字".repeat(134)),
    smsSegments("字".repeat(135)),
  ]).toEqual([1, 2, 2, 3]);
});

test("the code of a sign-in fits one segment whatever the sender is called, and is never cut", () => {
  expect(codeSms({ sender: "竹塘合作社", code: "004217", minutes: 5 })).toBe(
    "【竹塘合作社】登录验证码004217，5分钟内有效。工作人员不会向您要验证码，请不要告诉别人。",
  );
  fc.assert(
    fc.property(fc.string({ maxLength: 200, unit: "grapheme" }), (sender) => {
      const text = codeSms({ sender, code: "004217", minutes: 5 });
      return text.length <= SMS_UNITS && text.includes("004217") && text.startsWith("【");
    }),
  );
});

test("a receipt with deductions says net, what came off, and what counts, still in one segment", () => {
  const text = valueOf(receiptSms({ ...receipt, net_g: 12_000, deducted_g: 500 }));
  expect(text).toContain("净12.5扣0.5计12公斤（24斤）");
  expect(smsSegments(text)).toBe(1);
  const long = valueOf(
    receiptSms({
      ...receipt,
      cooperative: "武都山里人家农民专业合作社联合社",
      ticket_no: "W0000012",
      net_g: 12_222,
      deducted_g: 123,
      phone: "0939-8888888",
    }),
  );
  expect(smsSegments(long)).toBe(1);
  expect(long).toContain("净12.345扣0.123计12.222公斤（24.444斤）");
});

test("a correction says before and after, an answer says where to read it, each in one segment", () => {
  const facts = { cooperative: "武都山里人家农民专业合作社联合社", ticket_no: "W0000012", phone: "0939-8888888" };
  const corrected = valueOf(correctionSms({ ...facts, before: "12.345公斤", after: "11.999公斤" }));
  expect(corrected).toContain("12.345公斤改为11.999公斤");
  expect(smsSegments(corrected)).toBe(1);
  expect(smsSegments(valueOf(objectionSms(facts)))).toBe(1);
});

test("a payout that the bank refused says how much, why, and whose the money is, in two segments", () => {
  const refused = {
    cooperative: "竹塘合作社",
    returned: false,
    currency: "CNY",
    amount_minor: 9_164n,
    destination: "尾号1234的银行卡",
    reason: "账户已销户。",
    phone: "0571-8888",
  };
  expect(valueOf(payoutRefusedSms(refused))).toBe(
    "【竹塘合作社】付到尾号1234的银行卡的91.64元银行没有付出：账户已销户。钱还在您名下，下次结算再付。请打0571-8888",
  );
  expect(valueOf(payoutRefusedSms({ ...refused, returned: true }))).toContain("被银行退回");
  expect(smsSegments(valueOf(payoutRefusedSms({ ...refused, cooperative: "很".repeat(200) })))).toBeLessThanOrEqual(2);
  expect(reasonOf(payoutRefusedSms({ ...refused, reason: "因".repeat(200) }))).toBe("does_not_fit");
});
