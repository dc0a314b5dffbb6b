import fc from "fast-check";
import { expect, test } from "vitest";
import { readSmsReply } from "./sms-reply";

test.each([
  ["不对", null],
  ["W0000123 少了一斤", "W0000123"],
  ["W0000123 少了一斤,谢谢", "W0000123"],
  ["收到,但是重量不对", null],
  ["称得不对的", null],
  ["重量不太对的", null],
  ["好的，W0000123 没错，可是多扣了两块", "W0000123"],
  ["谢谢，是不是称错了", null],
  ["我家少两斤", null],
  ["Thanks, but the weight is wrong", null],
  ["收货单Ｗ0000123有误", "W0000123"],
  ["no", null],
  ["N", null],
  ["The weight is wrong, W0000009", "W0000009"],
])("%s objects", (text, ticket) => {
  expect(readSmsReply(text)).toMatchObject({ kind: "objects", ticket });
});

test.each([
  "",
  "收到",
  "谢谢",
  "好的，W0000123 收到",
  "ok",
  "Y",
  "没错",
  "你们几点开门？",
  "nothing to say",
  "不错，谢谢",
  "没有错，W0000123 对的",
  "W0000123 没什么不对，谢谢",
  "收到，没少称",
  "对不对？",
  "这个月一共多少了？",
  "W0000123 received, no mistake",
  "99",
])("%s objects to nothing", (text) => {
  expect(readSmsReply(text)).toEqual({ kind: "other" });
});

test.each([
  ["w0000123", "W0000123"],
  ["W0000123 怎么算的", "W0000123"],
  ["W0000123 对不对？", "W0000123"],
])("%s is doubtful: they are asked", (text, ticket) => {
  expect(readSmsReply(text)).toEqual({ kind: "doubtful", ticket });
});

test("thanks before or after a complaint take nothing from it", () => {
  fc.assert(
    fc.property(
      fc.constantFrom("不对", "少了一斤", "称错了", "重量有误", "W0000123 不太对"),
      fc.constantFrom("收到", "谢谢", "好的", "没错", "不错", "对的"),
      fc.boolean(),
      (complaint, thanks, before) => {
        const text = before ? `${thanks}，${complaint}` : `${complaint}，${thanks}`;
        expect(readSmsReply(text).kind).toBe("objects");
      },
    ),
  );
});

test("whatever is sent is read, and no more is kept than an objection holds", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 2_000, unit: "binary" }), (text) => {
      const read = readSmsReply(text);
      if (read.kind === "objects") expect(Array.from(read.words).length).toBeLessThanOrEqual(500);
    }),
  );
});
