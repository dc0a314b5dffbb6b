import { expect, test } from "vitest";
import { provideMessages } from "../../i18n/messages";
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

provideMessages("zh-CN", zh);

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
