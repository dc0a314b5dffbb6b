import { expect, test } from "vitest";
import { collectingTags, concerns, noteRead } from "./tags.server";

const tagsOf = async (path: string, body: unknown, query?: Record<string, unknown>) =>
  [...(await collectingTags(async () => noteRead(path, query, body))).tags].sort();

test("a page depends on what was read for it", async () => {
  const product = { id: "prod_1", variants: [{ inventory_items: [{ inventory_item_id: "iitem_1" }] }] };
  expect(await tagsOf("/store/products", { products: [product] })).toEqual([
    "catalogue",
    "product:*",
    "product:prod_1",
  ]);
  expect(await tagsOf("/store/products", { products: [product] }, { handle: "walnuts" })).toEqual([
    "catalogue",
    "pool:iitem_1",
    "product:prod_1",
  ]);
  expect(await tagsOf("/store/villages/maya", { village: { id: "vil_1", products: [product] } })).toEqual([
    "catalogue",
    "origin:vil_1",
    "product:prod_1",
    "village:vil_1",
  ]);
  expect(await tagsOf("/store/produce/prod_1", { produce: { village: null } })).toEqual(["catalogue"]);
  expect(await tagsOf("/store/produce", { produce: [] }, { ids: "prod_1" })).toEqual(["catalogue"]);
});

test("what no rule knows, and what does not look as expected, makes a page depend on everything", async () => {
  expect(await tagsOf("/store/seasons", {})).toContain("*");
  expect(await tagsOf("/store/villages/maya", { village: null })).toContain("*");
  expect(
    await tagsOf("/store/products", { products: [{ variants: [{ inventory_items: [{}] }] }] }, { handle: "x" }),
  ).toContain("*");
});

test("two pages rendered at once do not mix what they depend on", async () => {
  const page = (id: string) =>
    collectingTags(async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      noteRead("/store/villages/x", undefined, { village: { id } });
    });
  const [a, b] = await Promise.all([page("vil_a"), page("vil_b")]);
  expect(a.tags.has("village:vil_b")).toBe(false);
  expect(b.tags.has("village:vil_b")).toBe(true);
});

test("a star stands for all of its kind, on either side", () => {
  const tags = new Set(["catalogue", "village:vil_1", "product:*"]);
  for (const yes of ["catalogue", "village:vil_1", "village:*", "product:prod_9", "product:*", "*"]) {
    expect(concerns(yes, tags), yes).toBe(true);
  }
  for (const no of ["village:vil_2", "pool:iitem_1", "pool:*", "origin:vil_1"])
    expect(concerns(no, tags), no).toBe(false);
  expect(concerns("pool:iitem_1", new Set(["*"]))).toBe(true);
});
