import { expect, test } from "vitest";
import { shortOf, shownFits } from "./fit.server";

const words = { zh: "核桃", en: "Walnuts" };
const line = (id: string, quantity: number) => ({ id, title: words, pack: words, quantity });

test("only what is short is named, with what was wanted and what there is", () => {
  const lines = [line("a", 50), line("b", 2), line("gift card", 1)];
  const short = shortOf(lines, [
    { id: "a", fits: 7, on_sale: true },
    { id: "b", fits: 2, on_sale: true },
  ]);
  expect(short).toEqual([{ id: "a", title: words, pack: words, wanted: 50, fits: 7, on_sale: true }]);
});

test("what is no longer sold is named as that, and is taken out by the same button", () => {
  const lines = [line("a", 2)];
  const short = shortOf(lines, [{ id: "a", fits: 0, on_sale: false }]);
  expect(short).toMatchObject([{ id: "a", wanted: 2, fits: 0, on_sale: false }]);
  const form = new FormData();
  for (const one of short) form.set(`fits-${one.id}`, String(one.fits));
  expect([...shownFits(form, lines)]).toEqual([["a", 0]]);
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
