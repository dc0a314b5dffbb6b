import { expect, test } from "vitest";
import en from "../../i18n/en/index";
import { provideMessages } from "../../i18n/messages";
import zh from "../../i18n/zh-CN/index";
import { freightWords } from "./freight-words.server";

provideMessages("zh-CN", zh);
provideMessages("en", en);

const refusal = (code: string, details: object) => ({
  status: 400,
  code,
  message: 'A pack of "item_01J" fits no carton.',
  details: { code, details },
});
const lines = [{ id: "item_01J", title: { zh: "核桃", en: "Walnuts" }, pack: { zh: "25 公斤袋", en: "25 kg sack" } }];

test("a buyer reads the names of place and pack in the own language, never an id or a code", () => {
  const province = { zh: "甘肃", en: "Gansu" };
  expect(freightWords("zh", refusal("no_freight_to", { province }), [])).toContain("甘肃");
  expect(freightWords("en", refusal("no_freight_to", { province }), [])).toContain("Gansu");
  expect(freightWords("zh", refusal("pack_not_sent", { kind: "item_01J" }), lines)).toContain("核桃 25 公斤袋");
  expect(freightWords("en", refusal("pack_not_sent", { kind: "item_01J" }), lines)).toContain("Walnuts 25 kg sack");
  for (const path of ["zh", "en"] as const) {
    for (const code of ["no_freight", "no_freight_to", "pack_not_sent"]) {
      expect(freightWords(path, refusal(code, {}), [])).not.toMatch(/item_|\b\d\d\b|cart\./);
    }
  }
});
