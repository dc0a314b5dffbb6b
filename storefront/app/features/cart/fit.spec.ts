import { expect, test } from "vitest";
import { shortOf, shownFits } from "./fit.server";

const words = { zh: "核桃", en: "Walnuts" };
const line = (id: string, quantity: number) => ({ id, title: words, pack: words, quantity });

test("only what is short is named, with what was wanted and what there is", () => {
  const lines = [line("a", 50), line("b", 2), line("gift card", 1)];
  const short = shortOf(lines, [
    { id: "a", fits: 7 },
    { id: "b", fits: 2 },
  ]);
  expect(short).toEqual([{ id: "a", title: words, pack: words, wanted: 50, fits: 7 }]);
});

test("a basket is made smaller by what its page showed, and never larger by what somebody sends", () => {
  const form = new FormData();
  for (const [name, value] of [
    ["fits-a", "7"],
    ["fits-b", "3"],
    ["fits-c", "-1"],
    ["fits-d", "0"],
    ["fits-nobody", "1"],
  ] as const)
    form.set(name, value);
  const shown = shownFits(form, [line("a", 50), line("b", 2), line("c", 5), line("d", 4)]);
  expect([...shown]).toEqual([
    ["a", 7],
    ["d", 0],
  ]);
});
