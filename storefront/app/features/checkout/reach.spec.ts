import { expect, test } from "vitest";
import { choicesOf } from "./reach";

const all = ["北京市", "广东省", "西藏自治区"].map((name) => ({ name, label: name }));
const names = (places: readonly { name: string }[]) => places.map((place) => place.name);

test("only places that some carrier goes to are offered, and the others are named", () => {
  const { shown, left } = choicesOf(all, ["广东省", "北京市"], "");
  expect(names(shown)).toEqual(["北京市", "广东省"]);
  expect(names(left)).toEqual(["西藏自治区"]);
});

test("a place that is kept already stays, and is marked", () => {
  const { shown, left } = choicesOf(all, ["广东省"], "西藏自治区");
  expect(shown.map(({ name, served }) => [name, served])).toEqual([
    ["广东省", true],
    ["西藏自治区", false],
  ]);
  expect(names(left)).toEqual(["北京市", "西藏自治区"]);
});

test.each([[null], [undefined], [[]], [["别处"]]])("where %o is served nothing is left out", (served) => {
  expect(choicesOf(all, served, "广东省")).toEqual({
    shown: all.map((place) => ({ ...place, served: true })),
    left: [],
  });
});
