import { execFileSync } from "node:child_process";
import { deskClient, type DemoHouse, type DemoSeed, type Progress } from "../demo/house-client.js";
import { untilLabelled } from "../demo/fulfilment.js";
import { BULK_ADDRESSEES, placeBulkOrder } from "../demo/orders.js";
import { writingSeen } from "./house-run.js";

interface BenchInput {
  args: string[];
  env: DemoHouse["env"];
  urls: DemoHouse["urls"];
  seed: DemoSeed;
  progress: Progress;
  pids: () => { name: string; pid: number }[];
}

const WEIGH_INS = 120;
/** A fifth more than a bulk order of 2 kg bags takes. */
const weighInG = (addressees: number) => Math.max(20_000, Math.ceil((1.2 * 2_000 * addressees) / WEIGH_INS));

/**
 * Measures a running house over HTTP and prints figures; judges nothing. `npm run bench -- house 20000`: with so many addressees in the
 * bulk order, and how far its parcels are written as purchaser and desk read it. Memory is resident memory as the operating system
 * tells it, and its peak where it tells that too.
 */
export async function runBench(input: BenchInput): Promise<void> {
  const { progress } = input;
  const addressees = input.args[0] === "house" ? Number(input.args[1] ?? BULK_ADDRESSEES) : BULK_ADDRESSEES;
  const house: DemoHouse = input;
  const run = String(Date.now());
  progress.say(`memory, idle: ${memory(input.pids())}`);

  const times = await weighIns(house, run, weighInG(addressees));
  progress.say(
    `weigh-in to receipt, one after the other, ${WEIGH_INS} times: p50 ${percentile(times, 50)} ms, p95 ${percentile(times, 95)} ms`,
  );

  const bought = Date.now();
  const quiet = { update: () => undefined };
  const order = await placeBulkOrder(house, quiet, `bench-${run}`, addressees);
  const paid = Date.now();
  const seen = await writingSeen(house, order);
  const planned = Date.now();
  await untilLabelled(house, [order], quiet);
  const labelled = Date.now();
  progress.say(
    `bulk order of ${addressees} addressees: list, cart and payment ${seconds(paid - bought)}; then ${seen.parcels} parcels allocated, planned and written ${seconds(planned - paid)}, labelled ${seconds(labelled - planned)}`,
  );
  progress.say(
    `written parcels, as the purchaser read it: ${seen.purchaser.join(", ") || "all at once"}; as the desk: ${seen.desk.join(", ") || "all at once"}`,
  );
  progress.say(`memory, after: ${memory(input.pids())}`);
}

/** Enough walnuts for one bulk order, weighed lot by lot. Milliseconds of each call. */
async function weighIns(house: DemoHouse, run: string, net_g: number): Promise<number[]> {
  const walnuts = house.seed.products.find((p) => p.produce === "walnut");
  const cooperative = house.seed.villages.find((v) => v.handle === walnuts?.village)?.cooperative ?? "";
  const desk = deskClient(house, "weigher", cooperative);
  const { households } = await desk.get<{ households: { card_number: string; village?: { handle: string } }[] }>(
    "/desk/households?limit=100",
  );
  const cards = households.filter((h) => h.village?.handle === walnuts?.village).map((h) => h.card_number);
  const harvested_on = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
  const times: number[] = [];
  for (let i = 0; i < WEIGH_INS; i++) {
    const began = performance.now();
    await desk.post("/desk/lots", {
      card_number: cards[i % cards.length],
      pool_id: walnuts?.pool_id,
      gross_g: net_g + 500,
      tare_g: 500,
      harvested_on,
      idempotency_key: `bench-${run}-${i}`,
    });
    times.push(performance.now() - began);
  }
  return times;
}

function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * p) / 100))] ?? 0);
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

function memory(processes: readonly { name: string; pid: number }[]): string {
  return processes.map(({ name, pid }) => `${name} ${residentMb(pid)} MB`).join(", ");
}

function residentMb(pid: number): number {
  return Math.round(Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" }).trim()) / 1024);
}
