import { expect, test } from "vitest";
import { parseInput } from "@commonlot/domain";
import { z } from "zod";
import { provideMessages } from "../../i18n/messages";
import en from "../../i18n/en/index";
import zh from "../../i18n/zh-CN/index";
import type { Refusal } from "../../lib/api.server";
import { refusedBooks } from "../accounting/data.server";
import { refused } from "../claims/data.server";
import { refusedHere } from "../fee-policies/data.server";
import { refusedAt as refusedAtLedger } from "../ledger/words.server";
import { refusedAt as refusedAtPacking } from "../packing/words.server";
import { refusedPatronage } from "../patronage/data.server";
import { refusedReversal } from "../reversal/data.server";
import { refusedMoney } from "../settlement/data.server";
import { NO_FIELD, type Problem } from "./Field";
import { inWords } from "./form.server";

provideMessages("zh-CN", zh);
provideMessages("en", en);

const FORMS: Record<string, (refusal: Refusal) => Problem[]> = {
  accounting: (refusal) => refusedBooks("zh", refusal, "words"),
  claims: (refusal) => refused("zh", refusal, "words"),
  fees: (refusal) => refusedHere("zh", refusal, "words"),
  ledger: (refusal) => refusedAtLedger("zh", refusal, {}, "words"),
  packing: (refusal) => refusedAtPacking("zh", refusal, "words"),
  patronage: (refusal) => refusedPatronage("zh", refusal, "words"),
  reversals: (refusal) => refusedReversal("zh", refusal, "words"),
  money: (refusal) => refusedMoney("zh", refusal, "words"),
};

test.each(Object.keys(FORMS))("of %s, no field is at fault when the shop did not answer", (name) => {
  const fields = (refusal: Refusal) => FORMS[name]?.(refusal).map(({ field }) => field);
  expect(fields({ status: 503, code: "unavailable", message: "" })).toEqual([NO_FIELD]);
  expect(fields({ status: 403, code: "forbidden", message: "" })).toEqual(["words"]);
});

const body = z.strictObject({
  phone: z.string().min(1),
  lines: z.array(z.strictObject({ packs: z.int().min(1), tare_code: z.string().min(1) })),
  kind: z.enum(["lost_parcel", "damaged_parcel"]),
  wanted_on: z.string().regex(/^\d{4}/, "a day as 2026-12-01"),
});
const good = { phone: "1", lines: [{ packs: 1, tare_code: "x" }], kind: "lost_parcel", wanted_on: "2026-12-01" };

/** As the backend answers it and the door of the storefront hands it on. */
function refusalOf(input: unknown): Refusal {
  const parsed = parseInput(body, input);
  if (parsed.ok) throw new Error("it was taken");
  const { reason: code, message, field, details } = parsed.refusal;
  return { status: 400, code, message, field, details: { code, message, details } };
}

test.each([
  [{ ...good, phone: "" }, "“电话”不能为空。", "“phone” must not be empty."],
  [{ ...good, lines: [{ packs: 1.5, tare_code: "x" }] }, "“份数”须为整数。", "“packs” must be a whole number."],
  // Without a name of ours.
  [{ ...good, lines: [{ packs: 1, tare_code: "" }] }, "有一项不能为空。", "One entry must not be empty."],
  // What only a program understands.
  [{ ...good, kind: "x" }, "“类别”填得不对。", "“kind” is not right."],
  [{ ...good, tare_g: 1 }, "有一项填得不对，", "Something was not filled in"],
  // A schema's own sentence is English.
  [{ ...good, wanted_on: "soon" }, "“需要日期”填得不对。", "This was not done: a day as 2026-12-01."],
])("%o is refused by the label of its field, never by its name", (input, chinese, english) => {
  const said = { zh: inWords("zh", refusalOf(input)), en: inWords("en", refusalOf(input)) };
  expect(said.zh.startsWith(chinese), said.zh).toBe(true);
  expect(said.en.startsWith(english), said.en).toBe(true);
  expect(`${said.zh} ${said.en}`).not.toMatch(/[a-z]_[a-z]|lines\./);
});

test("what Medusa says of a body is said in general", () => {
  const message = "Invalid request: Field 'shipping_address, first_name' is required";
  const said = inWords("zh", { status: 400, code: "invalid_input", message });
  expect(said).toMatch(/^有一项填得不对/);
});
