import fc from "fast-check";
import { expect, test } from "vitest";
import { readSmsReply } from "./sms-reply";

test.each([
  ["不对", null],
  ["W0000123 少了一斤", "W0000123"],
  ["w0000123", "W0000123"],
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
  "99",
])("%s objects to nothing", (text) => {
  expect(readSmsReply(text)).toEqual({ kind: "other" });
});

test("whatever is sent is read, and no more is kept than an objection holds", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 2_000, unit: "binary" }), (text) => {
      const read = readSmsReply(text);
      if (read.kind === "objects") expect(Array.from(read.words).length).toBeLessThanOrEqual(500);
    }),
  );
});
