import pg from "pg";
import type { DemoHouse, DemoSeed, Progress } from "../../demo/house-client.js";
import { ShopFiller, type Filled } from "./fill.js";
import { fillIndex, stockAll } from "./stock.js";

interface LargeShop {
  env: DemoHouse["env"];
  urls: DemoHouse["urls"] & { storefront: string };
  seed: DemoSeed;
  progress: Progress;
}

/** As quick with a thousand villages as with a few; a few are enough for a full page of what is searched for: an emptier one is no measure. */
const FEW = { villages: 20, products: 200 };
const MANY = { villages: 1_000, products: 10_000 };
const MOST = 1.3;
/** Ten thousandths of a second are the machine's mood: under this a page is quick whatever its ratio. */
const QUICK_MS = 5;
const ASKED = 60;
const WARM = 10;

/**
 * What stands behind each page that buyers see, and the search page itself, one after the other: how long with 20 villages and 200 products, and with
 * 1,000 and 10,000 in the database and the index. Red when a middle time is more than 1.3 times as long.
 */
export async function runLargeShopBench({ env, urls, seed, progress }: LargeShop): Promise<void> {
  const walnuts = seed.products.find((one) => one.produce === "walnut");
  if (!walnuts) throw new Error("the seed has no walnuts");
  const key = { "x-publishable-api-key": seed.publishable_key };
  const store = (path: string) => ({ url: new URL(`/store/${path}`, urls.backend), headers: key });
  const page = (path: string) => ({ url: new URL(path, urls.storefront), headers: {} });
  const questions: Record<string, { url: URL; headers: Record<string, string> }> = {
    "home, its data": store("home"),
    "village, its data": store(`villages/${walnuts.village}`),
    "product, its data": store(`produce/${walnuts.id}`),
    "region, its data": store("pavilions/wudu"),
    "search for hetao, the page": page("/zh/search?q=hetao"),
    "search with a slip, the page": page("/zh/search?q=hetoa"),
    "search, narrowed, the page": page("/zh/search?produce=walnut&in_stock=1"),
    "what is in the sitemap": page("/sitemap.xml"),
  };
  const db = new pg.Client({ connectionString: String(env.DATABASE_URL) });
  await db.connect();
  try {
    await stockAll(db);
    const filler = new ShopFiller(db);
    const fill = async (want: Filled) => {
      const filled = await progress.during("writing villages and products", () => filler.fill(want));
      await fillIndex({ db, urls, seed, progress });
      // As a database is that grew over years: nothing is cleaned up behind the questions.
      await db.query("vacuum (analyze)");
      return filled;
    };
    const few = await fill(FEW);
    const before = await askAll(questions);
    const many = await fill(MANY);
    const after = await askAll(questions);
    progress.say(`${few.villages} villages and ${few.products} products, then ${many.villages} and ${many.products}:`);
    const slow: string[] = [];
    for (const [name, ms] of before) {
      const then = after.get(name) ?? Number.NaN;
      const ratio = then / ms;
      progress.say(`${name}: ${ms.toFixed(1)} ms, then ${then.toFixed(1)} ms: ${ratio.toFixed(2)} x`);
      // The sitemap names all there is.
      if (!name.includes("sitemap") && then > QUICK_MS && !(ratio <= MOST)) slow.push(`${name} ${ratio.toFixed(2)} x`);
    }
    if (slow.length > 0) throw new Error(`red: ${slow.join("; ")} (limit ${MOST} x)`);
  } finally {
    await db.end();
  }
}

/** The middle of sixty answers, one after the other, each question in its turn. */
async function askAll(
  questions: Readonly<Record<string, { url: URL; headers: Record<string, string> }>>,
): Promise<Map<string, number>> {
  const times = new Map(Object.keys(questions).map((name) => [name, [] as number[]]));
  for (let turn = 0; turn < WARM + ASKED; turn++) {
    for (const [name, { url, headers }] of Object.entries(questions)) {
      const began = performance.now();
      const answer = await fetch(url, { headers });
      await answer.arrayBuffer();
      if (!answer.ok) throw new Error(`red: ${name} answered ${answer.status}`);
      if (turn >= WARM) times.get(name)?.push(performance.now() - began);
    }
  }
  return new Map([...times].map(([name, all]) => [name, all.sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0]));
}
