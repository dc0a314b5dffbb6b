import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { request } from "node:http";
import { Worker } from "node:worker_threads";
import pg from "pg";
import type { DemoHouse, DemoSeed, Progress } from "../../demo/house-client.js";
import type { Asked, Measured } from "./client.js";
import { startNext } from "./next.js";
import { LIMITS, onAPhone } from "./phone.js";
import { fillIndex, stockAll } from "./stock.js";

interface ShopBench {
  args: string[];
  env: DemoHouse["env"];
  urls: DemoHouse["urls"] & { storefront: string };
  seed: DemoSeed;
  progress: Progress;
}

const CLIENTS = [16, 64];
/** Turns of a second for each. */
const ROUNDS = 7;
const TURN_S = 1;
/** Medusa answers so few that a short run would say nothing. */
const STOCK_SECONDS = 10;
const STALE_LIMIT_MS = 1_000;
/** How many of our first pages there should be for one page that Next.js renders. */
const NEXT_GOAL = 50;
const WRITES = 10;

/**
 * Requests a second and the slowest hundredth of home, village and product page, beside a plain Node server that sends the same bytes
 * with the same headers, and of the first page beside Medusa's own list in the same house. Red when an answer is wrong, or the
 * old page is still sent a second after a write while sixteen ask for it. Beside a page of Next.js where that can be had; with the word
 * `next` it is red without one, and when ours is not fifty times as fast.
 */
export async function runShopBench({ args, env, urls, seed, progress }: ShopBench): Promise<void> {
  const rounds = Number(args.slice(1).find((one) => /^\d+$/.test(one)) ?? ROUNDS);
  const shop = Number(new URL(urls.storefront).port);
  const product = seed.products.find((one) => one.produce === "walnut");
  if (!product) throw new Error("the seed has no walnuts");
  const pages = [
    ["home", "/zh"],
    ["village", `/zh/villages/${product.village}`],
    ["product", `/zh/products/${product.handle}`],
  ] as const;
  const browser = { "accept-encoding": "gzip, deflate, br" };
  const db = new pg.Client({ connectionString: String(env.DATABASE_URL) });
  await db.connect();
  try {
    await stockAll(db);
    await fillIndex({ db, urls, seed, progress });
  } finally {
    await db.end();
  }
  const sent = await Promise.all(pages.map(([, path]) => fetchBytes(shop, path, browser)));
  const plain = await startPlain(sent);
  const wrong: string[] = [];
  try {
    for (const clients of CLIENTS) {
      for (const [index, [name, path]] of pages.entries()) {
        const [ours, theirs] = await inTurns(rounds, [
          { port: shop, path, headers: browser, clients, seconds: TURN_S },
          { port: plain.port, path: `/${index}`, headers: browser, clients, seconds: TURN_S },
        ]);
        if (!ours || !theirs) continue;
        progress.say(
          `${name}, ${clients} clients: ${whole(ours.rate)}/s, p50 ${ms(ours.p50_ms)}, p99 ${ms(ours.p99_ms)}; plain Node, the same ${sent[index]?.body.length} bytes: ${whole(theirs.rate)}/s, p99 ${ms(theirs.p99_ms)}; ours to it ${(ours.rate / theirs.rate).toFixed(2)} x`,
        );
        if (ours.wrong > 0) wrong.push(`${ours.wrong} answers of ${name} were no pages`);
      }
    }
    const slowest = await staleness({ shop, env, product, progress, browser });
    if (slowest > STALE_LIMIT_MS) wrong.push(`an old page was sent ${whole(slowest)} ms after a write`);
    const short = await besideNext({ shop, urls, seed, progress, browser, seconds: rounds * TURN_S });
    if (short !== undefined && args.includes("next")) wrong.push(short);
    await phone(`http://127.0.0.1:${shop}`, pages, progress);
    // Last: Medusa is busy with what was asked of it for seconds after.
    await catalogue({ shop, urls, seed, progress, browser, seconds: rounds * TURN_S });
  } finally {
    plain.stop();
  }
  if (wrong.length > 0) throw new Error(`red: ${wrong.join("; ")}`);
}

/** Our first page, and a page with the same goods that Next.js renders for each visitor. What falls short of the goal, as a sentence. */
async function besideNext(
  given: Pick<ShopBench, "urls" | "seed" | "progress"> & {
    shop: number;
    browser: Record<string, string>;
    seconds: number;
  },
): Promise<string | undefined> {
  const { shop, urls, seed, progress, browser, seconds } = given;
  const answer = await fetch(new URL("/store/home", urls.backend), {
    headers: { "x-publishable-api-key": seed.publishable_key },
  });
  const { home } = (await answer.json()) as { home: { in_season: Hit[]; fresh: Hit[] } };
  const goods = [...home.in_season, ...home.fresh].map(({ title, village, pack }) => ({
    title: title.zh,
    village: village?.name.zh ?? "",
    price: String((pack?.price_minor ?? 0) / 100),
  }));
  let next: Awaited<ReturnType<typeof startNext>>;
  try {
    next = await startNext({ title: "Commonlot", goods }, (text) => progress.say(text));
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error);
    progress.say(`beside a page of Next.js: not measured: ${sentence}`);
    return `not measured beside Next.js: ${sentence}`;
  }
  const short: string[] = [];
  try {
    // Its first answers are compiled, not measured.
    await measure({ port: next.port, path: "/", headers: browser, clients: 16, seconds: 2 });
    for (const clients of CLIENTS) {
      const ours = await measure({ port: shop, path: "/zh", headers: browser, clients, seconds });
      const theirs = await measure({ port: next.port, path: "/", headers: browser, clients, seconds });
      const [rate, slow] = [ours.answers / ours.seconds, theirs.answers / theirs.seconds];
      progress.say(
        `first page beside a page of Next.js ${next.version} with the same ${goods.length} goods, rendered each time without a backend, ${clients} clients: ours ${whole(rate)}/s, p99 ${ms(ours.p99_ms)}; Next.js ${whole(slow)}/s, p99 ${ms(theirs.p99_ms)}; ours to it ${(rate / slow).toFixed(1)} x (goal ${NEXT_GOAL} x)`,
      );
      if (theirs.wrong > 0) short.push(`Next.js answered wrongly ${theirs.wrong} times`);
      if (!(rate / slow >= NEXT_GOAL)) short.push(`${(rate / slow).toFixed(1)} x Next.js at ${clients} clients`);
    }
  } finally {
    await next.stop();
  }
  return short.length === 0 ? undefined : short.join(", ");
}

/** Of an answer of our own API what is shown of it. */
interface Hit {
  title: { zh: string };
  village: { name: { zh: string } } | null;
  pack: { price_minor: number } | null;
}

/** Our first page, with a dozen goods at the most, and Medusa's own list with prices in the same house, which the first page of any other shop waits for. */
async function catalogue(
  given: Pick<ShopBench, "urls" | "seed" | "progress"> & {
    shop: number;
    browser: Record<string, string>;
    seconds: number;
  },
): Promise<void> {
  const { shop, urls, seed, progress, browser, seconds } = given;
  const backend = Number(new URL(urls.backend).port);
  const headers = { "x-publishable-api-key": seed.publishable_key };
  const query = new URLSearchParams({
    region_id: seed.region_id,
    country_code: "cn",
    limit: "100",
    fields: "id,handle,title,metadata,*variants,*variants.calculated_price",
  });
  const ours = await measure({ port: shop, path: "/zh", headers: browser, clients: 16, seconds });
  const stock = await measure({
    port: backend,
    path: `/store/products?${query.toString()}`,
    headers,
    clients: 16,
    seconds: STOCK_SECONDS,
  });
  if (stock.wrong > 0) throw new Error(`red: Medusa's list answered wrongly ${stock.wrong} times`);
  const [rate, theirs] = [ours.answers / ours.seconds, stock.answers / stock.seconds];
  progress.say(
    `first page beside Medusa's list of ${seed.products.length} products with prices, 16 clients: ours ${whole(rate)}/s, p99 ${ms(ours.p99_ms)}; Medusa's own route ${theirs.toFixed(1)}/s, p99 ${ms(stock.p99_ms)}; ours to it ${whole(rate / theirs)} x`,
  );
}

/** The product's name changes while sixteen ask for its page: how long the old one is still sent, at worst. */
async function staleness(given: {
  shop: number;
  env: DemoHouse["env"];
  product: { handle: string };
  progress: Progress;
  browser: Record<string, string>;
}): Promise<number> {
  const { shop, env, product, progress, browser } = given;
  const path = `/zh/products/${product.handle}`;
  const db = new pg.Client({ connectionString: String(env.DATABASE_URL) });
  await db.connect();
  const write = (name: string) => db.query(`update product set title = $1 where handle = $2`, [name, product.handle]);
  const { rows } = await db.query<{ name: string }>(`select title as name from product where handle = $1`, [
    product.handle,
  ]);
  const load = measure({ port: shop, path, headers: browser, clients: 16, seconds: WRITES });
  const old: number[] = [];
  const fresh: number[] = [];
  try {
    for (let n = 1; n <= WRITES; n++) {
      const name = `基准核桃${n}`;
      await write(name);
      const written = performance.now();
      let last_old = written;
      // A page that never changes is red, and no bench without an end.
      while (last_old - written < 10 * STALE_LIMIT_MS) {
        const body = (await fetchBytes(shop, path, {})).body;
        if (body.includes(name)) break;
        last_old = performance.now();
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      old.push(last_old - written);
      fresh.push(performance.now() - written);
    }
    await load;
  } finally {
    await write(rows[0]?.name ?? "");
    await db.end();
  }
  const slowest = Math.max(...old);
  progress.say(
    `${WRITES} writes under load: the old page was last sent ${whole(slowest)} ms after the commit, the new one was there after ${whole(Math.min(...fresh))} to ${whole(Math.max(...fresh))} ms`,
  );
  return slowest;
}

/** Milliseconds depend on the machine: they are told beside their limits, and only what moves about is red anywhere. */
async function phone(origin: string, pages: readonly (readonly [string, string])[], progress: Progress): Promise<void> {
  const seen = await onAPhone(
    origin,
    pages.map(([, path]) => path),
  );
  if (!seen) return progress.say("on a slow phone: not measured, CHROME_PATH is not set");
  for (const [name, path] of pages) {
    const { lcp_ms, cls, inp_ms } = seen.get(path) ?? { lcp_ms: 0, cls: 1, inp_ms: 0 };
    progress.say(
      `${name} on a slow phone, empty cache: largest paint ${whole(lcp_ms)} ms (limit ${LIMITS.lcp_ms}), shift ${cls.toFixed(3)} (${LIMITS.cls}), press to answer ${whole(inp_ms)} ms (${LIMITS.inp_ms})`,
    );
    if (cls > LIMITS.cls) throw new Error(`red: ${name} moves by ${cls}`);
  }
}

interface Rate {
  rate: number;
  p50_ms: number;
  p99_ms: number;
  wrong: number;
}

/** Each for a second, by turns, so that what else the machine does falls on all; of their hundredths the middle one. */
async function inTurns(rounds: number, all: readonly Asked[]): Promise<Rate[]> {
  const measured = all.map((): Measured[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [index, asked] of all.entries()) measured[index]?.push(await measure(asked));
  }
  const middle = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  return measured.map((turns) => ({
    rate: turns.reduce((sum, one) => sum + one.answers, 0) / turns.reduce((sum, one) => sum + one.seconds, 0),
    p50_ms: middle(turns.map((one) => one.p50_ms)),
    p99_ms: middle(turns.map((one) => one.p99_ms)),
    wrong: turns.reduce((sum, one) => sum + one.wrong, 0),
  }));
}

function measure(asked: Asked): Promise<Measured> {
  const worker = new Worker(new URL("./client.js", import.meta.url), { workerData: { bench: "shop", asked } });
  return new Promise((resolve, reject) => {
    worker.once("message", (said: { measured?: Measured; error?: string }) => {
      if (said.measured) resolve(said.measured);
      else reject(new Error(said.error));
    });
    worker.once("error", reject);
  });
}

/** An answer as it comes over the wire, not unpacked. */
function fetchBytes(
  port: number,
  path: string,
  headers: Record<string, string>,
): Promise<{ headers: Record<string, string>; body: Buffer }> {
  return new Promise((resolve, reject) => {
    request({ host: "127.0.0.1", port, path, headers }, (res) => {
      const parts: Buffer[] = [];
      res.on("data", (part: Buffer) => parts.push(part));
      res.on("end", () => {
        const { date: _date, connection: _connection, "keep-alive": _keep, ...kept } = res.headers;
        resolve({ headers: kept as Record<string, string>, body: Buffer.concat(parts) });
      });
    })
      .on("error", reject)
      .end();
  });
}

async function startPlain(
  pages: { headers: Record<string, string>; body: Buffer }[],
): Promise<{ port: number; stop: () => void }> {
  // In a session of its own, as every process of the house: the system shares its processors out among sessions.
  const child = fork(fileURLToPath(new URL("./plain.js", import.meta.url)), { detached: true });
  child.send(pages.map(({ headers, body }) => ({ headers, body: body.toString("base64") })));
  const { port } = await new Promise<{ port: number }>((resolve, reject) => {
    child.once("message", (message) => resolve(message as { port: number }));
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`the plain server ended: ${code}`)));
  });
  return { port, stop: () => child.disconnect() };
}

const whole = (value: number): string => Math.round(value).toLocaleString("en");
const ms = (value: number): string => `${value.toFixed(1)} ms`;
