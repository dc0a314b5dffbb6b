import pg from "pg";
import type { DemoHouse, DemoSeed, Progress } from "../../demo/house-client.js";
import { flows } from "./flows.js";
import { manyCooperatives, noMoreCooperatives } from "./many.js";
import { buyer, byCall, inTurns, inWords, type Way } from "./measure.js";
import { openForSale, rush, wrongs } from "./sale.js";
import { startStock } from "./stock.js";

interface CheckoutBench {
  args: string[];
  env: DemoHouse["env"];
  urls: DemoHouse["urls"];
  seed: DemoSeed;
  progress: Progress;
  pids: () => { name: string; pid: number }[];
}

const CLIENTS = "1,4,16";
/** So many seconds each in a turn, and so many turns. */
const TURN_S = 8;
const TURNS = 3;
const COOPERATIVES = 500;
/** Orders one after the other, to see where the processor's time goes. */
const BY_CALL = 15;
/** Orders before any is measured: a server that has just started is another one. */
const WARM_UP = 5;

/**
 * Cart to order through Medusa's own calls and through our one call, beside a stock Medusa of the same version on the same machine, in
 * turns; then where the server's processor time goes by call, and all again with 500 cooperatives. `npm run bench -- checkout 4 1 1,4`: seconds of
 * a turn, number of turns, how many at once. Red when more is sold than there is, or an order is missing or too many.
 */
export async function runCheckoutBench(bench: CheckoutBench): Promise<void> {
  const { env, progress, pids } = bench;
  const given = { seconds: Number(bench.args[1] ?? TURN_S), turns: Number(bench.args[2] ?? TURNS) };
  const atOnce = String(bench.args[3] ?? CLIENTS)
    .split(",")
    .map(Number);
  const pidOf = (name: string) => pids().find((one) => one.name === name)?.pid ?? 0;
  const db = new pg.Pool({ connectionString: String(env.DATABASE_URL), max: 2 });
  const stock = await progress.during("starting a stock Medusa", () => startStock(env));
  const others = new pg.Pool({ connectionString: stock.databaseUrl, max: 1 });
  others.on("error", () => undefined);
  try {
    const ours = await openForSale(bench, db);
    const before = await orderCount(db);
    let made = 0;
    const counted =
      (flow: Way["flow"]): Way["flow"] =>
      async (...asked) => {
        const ended = await flow(...asked);
        if ("order_id" in ended) made++;
        return ended;
      };
    const backend = pidOf("backend");
    const ways: Way[] = [
      { name: "stock Medusa", shop: stock.shop, flow: flows.standard, pid: stock.pid },
      { name: "ours, standard calls", shop: ours, flow: counted(flows.standard), pid: backend },
      { name: "ours, one call", shop: ours, flow: counted(flows.oneCall), pid: backend },
    ];
    const measure = async (title: string) => {
      progress.say(title);
      for (const way of ways) for (let i = 0; i < WARM_UP; i++) await way.flow(way.shop, buyer());
      for (const clients of atOnce) {
        const seen = await inTurns(ways, { ...given, clients, postgres: pidOf("postgres") });
        for (const [index, one] of seen.entries())
          progress.say(`  ${clients} at once, ${ways[index]?.name}: ${inWords(one, seen[0])}`);
      }
      for (const way of ways) {
        const spent = [...(await byCall(way, BY_CALL))];
        const words = spent.map(([call, ms]) => `${call} ${Math.round(ms)}`).join(", ");
        const sum = spent.reduce((all, [, ms]) => all + ms, 0);
        progress.say(`  processor of the server by call, ${way.name}: ${words}; together ${Math.round(sum)} ms`);
      }
    };
    await measure("with the cooperatives of the seed:");
    try {
      await Promise.all([
        manyCooperatives(db, COOPERATIVES, { ours: true }),
        manyCooperatives(others, COOPERATIVES, { ours: false }),
      ]);
      await measure(`with ${COOPERATIVES} cooperatives more:`);
    } finally {
      await noMoreCooperatives(db);
    }
    made += await rush(bench, db, ours);
    const wrong = await wrongs(db);
    const there = (await orderCount(db)) - before;
    if (there !== made) wrong.push(`${made} orders were answered, ${there} are there`);
    if (wrong.length > 0) throw new Error(`red: ${wrong.join("; ")}`);
    progress.say(`oversold 0; ${made} orders of ours, each for a cart and a payment of its own`);
  } finally {
    await others.end();
    await stock.stop();
    await db.end();
  }
}

async function orderCount(db: pg.Pool): Promise<number> {
  const { rows } = await db.query<{ count: string }>(
    `select count(*) as count from "order" where status <> 'canceled'`,
  );
  return Number(rows[0]?.count);
}
