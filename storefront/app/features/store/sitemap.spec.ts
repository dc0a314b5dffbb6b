import { expect, test } from "vitest";
import { sitemapIndex, urlset } from "./sitemap.server";

test("a map names each page in both languages, and no sign of a name breaks it", () => {
  const xml = urlset(
    [
      { path: "", changed: undefined },
      { path: "/products/a&b<c", changed: "2026-11-20" },
    ],
    "https://shop.example",
  );
  expect(xml.match(/<url>/g)).toHaveLength(4);
  expect(xml).toContain("<loc>https://shop.example/zh</loc>");
  expect(xml).toContain(`hreflang="en" href="https://shop.example/en/products/a&amp;b&lt;c"`);
  expect(xml).toContain("<lastmod>2026-11-20</lastmod>");
});

test("an index names as many files as there are", () => {
  const xml = sitemapIndex(3, "https://shop.example");
  expect([...xml.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, address]) => address)).toEqual([
    "https://shop.example/sitemaps/1.xml",
    "https://shop.example/sitemaps/2.xml",
    "https://shop.example/sitemaps/3.xml",
  ]);
});
