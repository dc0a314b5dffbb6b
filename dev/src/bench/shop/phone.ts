import { chromium, type Browser } from "playwright-core";

/** A weak phone on a weak network: 1.6 Mbps, 300 ms, a processor four times as slow as this machine's. */
const SLOW = { latency: 300, downloadThroughput: 200_000, uploadThroughput: 93_750, offline: false };
const CPU_TIMES = 4;
const VISITS = 5;
export const LIMITS = { lcp_ms: 2_500, cls: 0.1, inp_ms: 200 };

export interface Seen {
  lcp_ms: number;
  cls: number;
  inp_ms: number;
}

/** What a visitor with an empty cache meets: the median of five visits, and the worst press of all of them. */
export async function onAPhone(origin: string, paths: readonly string[]): Promise<Map<string, Seen> | undefined> {
  const executablePath = process.env.CHROME_PATH;
  if (!executablePath) return undefined;
  const browser = await chromium.launch({ executablePath, args: ["--headless", "--no-sandbox", "--disable-gpu"] });
  try {
    const seen = new Map<string, Seen>();
    for (const path of paths) {
      const visits: Seen[] = [];
      for (let n = 0; n < VISITS; n++) visits.push(await visit(browser, origin + path));
      const middle = (pick: (one: Seen) => number) => visits.map(pick).sort((a, b) => a - b)[(VISITS - 1) / 2] ?? 0;
      seen.set(path, {
        lcp_ms: middle((one) => one.lcp_ms),
        cls: Math.max(...visits.map((one) => one.cls)),
        inp_ms: middle((one) => one.inp_ms),
      });
    }
    return seen;
  } finally {
    await browser.close();
  }
}

async function visit(browser: Browser, address: string): Promise<Seen> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, locale: "zh-CN" });
  const page = await context.newPage();
  const protocol = await context.newCDPSession(page);
  await protocol.send("Network.enable");
  await protocol.send("Network.emulateNetworkConditions", SLOW);
  await protocol.send("Emulation.setCPUThrottlingRate", { rate: CPU_TIMES });
  await page.addInitScript(WATCH);
  await page.goto(address, { waitUntil: "load" });
  await page.waitForTimeout(1_000);
  // Presses that lead nowhere: how long until the page has taken notice.
  for (let n = 0; n < 3; n++) await page.locator("h1").click();
  await page.waitForTimeout(500);
  const seen = await page.evaluate<Seen>("globalThis.__seen ?? { lcp_ms: 0, cls: 0, inp_ms: 0 }");
  await context.close();
  return seen;
}

/** In the page, before anything of it: the largest thing painted, what moved, how long a press took. */
const WATCH = `
  const seen = (globalThis.__seen = { lcp_ms: 0, cls: 0, inp_ms: 0 });
  const watch = (type, take, more) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true, ...more });
  watch("largest-contentful-paint", (entry) => { seen.lcp_ms = entry.startTime; });
  watch("layout-shift", (entry) => { if (!entry.hadRecentInput) seen.cls += entry.value; });
  watch("event", (entry) => { if (entry.interactionId) seen.inp_ms = Math.max(seen.inp_ms, entry.duration); }, { durationThreshold: 16 });
`;
