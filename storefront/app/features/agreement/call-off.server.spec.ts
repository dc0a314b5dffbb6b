import { expect, test } from "vitest";
import { provideMessages } from "../../i18n/messages";
import en from "../../i18n/en/index";
import zh from "../../i18n/zh-CN/index";
import { chosenIn, refusedCallOff } from "./call-off.server";

provideMessages("zh-CN", zh);
provideMessages("en", en);

const form = (fields: Record<string, string>) => {
  const made = new FormData();
  for (const [name, value] of Object.entries(fields)) made.set(name, value);
  return made;
};
const asked = { "packs:p:v": "40", "asked:p:v": "40", "there:p:v": "25", wanted_on: "2026-12-20" };

test("a first call-off is asked about, all of it waits when that is chosen, and what lies there takes the place of what was typed", () => {
  expect(chosenIn(form({ "packs:p:v": "40", intent: "call_off" }))).toBe("ask");
  const all = form({ ...asked, intent: "call_off_all" });
  expect([chosenIn(all), all.get("packs:p:v")]).toEqual(["wait", "40"]);
  const there = form({ ...asked, intent: "call_off_there" });
  // Less may lie there by now: then it is asked about again.
  expect([chosenIn(there), there.get("packs:p:v")]).toEqual(["ask", "25"]);
});

test("packs that were typed anew after the question are what is called off, and asked about", () => {
  for (const intent of ["call_off_all", "call_off_there"]) {
    const changed = form({ ...asked, "packs:p:v": "20", intent });
    expect([chosenIn(changed), changed.get("packs:p:v")]).toEqual(["ask", "20"]);
  }
});

test("more than lies there comes back with the figures, and what was typed", () => {
  const details = { lines: [{ variant_id: "v", packs: 40, there_packs: 25 }], now: true };
  const refusal = {
    status: 400,
    code: "more_than_there",
    message: "",
    field: "lines",
    details: { code: "more_than_there", message: "", details },
  };
  const said = refusedCallOff("zh", form({ ...asked, intent: "call_off" }), refusal);
  expect(said.data).toMatchObject({
    problems: [{ field: "there", text: expect.stringContaining("您要提 40 份，现有 25 份") as string }],
    typed: { "packs:p:v": "40", wanted_on: "2026-12-20" },
    more: details,
  });
});
