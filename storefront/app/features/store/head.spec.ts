import { expect, test } from "vitest";
import { addressOf, pageHead } from "./head";
import { priceText } from "./schema-org";

const where = (pathname: string) => ({
  location: { pathname },
  matches: [{ id: "root", loaderData: { origin: "https://shop.example" } }],
});

test("a page has one address, whatever stands behind it, and names its other language", () => {
  expect(addressOf(where("/zh/products/rice/"))).toBe("https://shop.example/zh/products/rice");
  const head = pageHead(where("/en/products/rice"), { title: "Rice", description: "a\n b" });
  expect(head).toContainEqual({ tagName: "link", rel: "canonical", href: "https://shop.example/en/products/rice" });
  expect(head).toContainEqual({
    tagName: "link",
    rel: "alternate",
    hrefLang: "zh-CN",
    href: "https://shop.example/zh/products/rice",
  });
  expect(head).toContainEqual({ name: "description", content: "a b" });
  expect(head).toContainEqual({ property: "og:locale", content: "en_US" });
});

test("a price is said with its currency's decimals and a point", () => {
  expect(priceText(113_477, "CNY")).toBe("1134.77");
  expect(priceText(1_800, "CNY")).toBe("18.00");
  expect(priceText(1_800, "JPY")).toBe("1800");
  expect(priceText(1_800, "KWD")).toBe("1.800");
});
