import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type axe from "axe-core";
import type { Page } from "playwright-core";
import { expect } from "vitest";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** Three quarters of axe's time: it looks for what lies under each text, pixel by pixel. */
const CONTRAST = "color-contrast";
/** The looks of text whose contrast axe has found enough, in this run. */
const enough = new Set<string>();

/**
 * axe finds nothing, and nothing is wider than the screen. Run in the page itself: its Playwright package opens a second page each
 * time. Every rule looks at every page; contrast is measured once for each look of a text (its colour, size and weight, and all
 * that is behind it), for the same look has the same contrast on the next page and in the other language.
 */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(AXE);
  const { found, looks } = await page.evaluate(judge, { rules: RULES, contrast: CONTRAST, known: [...enough] });
  expect(found, page.url()).toEqual([]);
  for (const look of looks) enough.add(look);
  await expectFits(page);
}

/** Nothing to scroll sideways. */
export async function expectFits(page: Page): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, `${page.url()} is wider than the screen`).toBeLessThanOrEqual(0);
}

/** In the page. Answers what axe found, and the looks of texts that it saw for the first time. */
async function judge({ rules, contrast, known }: { rules: string[]; contrast: string; known: string[] }) {
  const { axe: inPage } = globalThis as unknown as { axe: typeof axe };
  const judged = new Set(known);
  const fresh = new Map<string, Element[]>();
  const behind = new WeakMap<Element, string>();
  const PLAIN = "rgba(0, 0, 0, 0),none,1,none,normal,static,auto,none,none,none,visible,,";

  for (const element of document.body.querySelectorAll("*")) {
    if (!holdsText(element)) continue;
    const look = lookOf(element);
    if (!judged.has(look)) fresh.set(look, [...(fresh.get(look) ?? []), element]);
  }
  const all = await inPage.run({
    runOnly: { type: "tag", values: rules },
    rules: { [contrast]: { enabled: false } },
    resultTypes: ["violations"],
  });
  const unseen = [...fresh.values()].flat();
  const dim =
    unseen.length > 0
      ? await inPage.run(
          { include: unseen },
          { runOnly: { type: "rule", values: [contrast] }, resultTypes: ["violations"] },
        )
      : { violations: [] };
  return {
    found: [...all.violations, ...dim.violations].map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`,
    ),
    looks: [...fresh.keys()],
  };

  function holdsText(element: Element): boolean {
    if (element instanceof HTMLInputElement || element instanceof HTMLSelectElement) return true;
    if (element instanceof HTMLTextAreaElement) return true;
    return [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
  }

  /** All that a contrast comes from. */
  function lookOf(element: Element): string {
    const style = getComputedStyle(element);
    const hint = element.hasAttribute("placeholder") ? getComputedStyle(element, "::placeholder").color : "";
    const own = [style.color, style.fontSize, style.fontWeight, style.textShadow, style.webkitTextStroke, hint];
    return `${own.join(";")}|${behindOf(element)}`;
  }

  /** Elements that paint nothing and stay in their place are left out, so that a deeper page is no other look. */
  function behindOf(element: Element): string {
    const told = behind.get(element);
    if (told !== undefined) return told;
    const under = element.parentElement ? behindOf(element.parentElement) : "";
    const style = getComputedStyle(element);
    const paint = [style.backgroundColor, style.backgroundImage, style.opacity, style.filter, style.mixBlendMode];
    const layer = [style.position, style.zIndex, style.float, style.transform, style.clipPath, style.visibility];
    const pseudo = ["::before", "::after"].map((name) => {
      const { content, backgroundColor, backgroundImage } = getComputedStyle(element, name);
      return content === "none" || content === "normal" ? "" : `${backgroundColor} ${backgroundImage}`;
    });
    const step = [...paint, ...layer, ...pseudo].join(",");
    const whole = step === PLAIN ? under : `${under}/${step}`;
    behind.set(element, whole);
    return whole;
  }
}
