import { randomUUID } from "node:crypto";
import { between, cpuMs, cpuOfChildren } from "./cpu.js";
import type { Flow, Shop } from "./flows.js";

/** One way to buy, from one server. */
export interface Way {
  readonly name: string;
  readonly shop: Shop;
  readonly flow: Flow;
  /** Of the server. */
  readonly pid: number;
}

export interface Seen {
  orders: number;
  seconds: number;
  /** Processor of the server, and of Postgres. */
  server_ms: number;
  database_ms: number;
  /** Of each order, from cart to order. */
  times: number[];
}

export const buyer = () => `buyer-${randomUUID()}@example.com`;

/** Each way for so many seconds with so many clients, turn by turn: what else the machine does falls on all alike. */
export async function inTurns(
  ways: readonly Way[],
  given: { clients: number; seconds: number; turns: number; postgres: number },
): Promise<Seen[]> {
  const seen = ways.map((): Seen => ({ orders: 0, seconds: 0, server_ms: 0, database_ms: 0, times: [] }));
  for (let turn = 0; turn < given.turns; turn++) {
    for (const [index, way] of ways.entries()) {
      const sum = seen[index];
      if (sum) await oneTurn(way, given, sum);
    }
  }
  return seen;
}

async function oneTurn(
  way: Way,
  { clients, seconds, postgres }: { clients: number; seconds: number; postgres: number },
  sum: Seen,
): Promise<void> {
  const before = { server: cpuMs(way.pid), database: cpuOfChildren(postgres) };
  const began = performance.now();
  const until = began + seconds * 1_000;
  const client = async () => {
    while (performance.now() < until) {
      const at = performance.now();
      const ended = await way.flow(way.shop, buyer());
      if ("refused" in ended) throw new Error(`red: ${way.name} refused an order: ${ended.refused}`);
      sum.times.push(performance.now() - at);
      sum.orders++;
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  sum.seconds += (performance.now() - began) / 1_000;
  sum.server_ms += cpuMs(way.pid) - before.server;
  sum.database_ms += between(before.database, cpuOfChildren(postgres));
}

/** Orders a second, the slowest, the processor of one order; beside the first way. */
export function inWords(one: Seen, first: Seen | undefined): string {
  const rate = one.orders / one.seconds;
  const beside = first && first !== one ? `; ${(rate / (first.orders / first.seconds)).toFixed(2)} x stock` : "";
  const cpu = one.server_ms / one.orders;
  const cpuBeside = first && first !== one ? ` (${(first.server_ms / first.orders / cpu).toFixed(2)} x less)` : "";
  return `${rate.toFixed(2)} orders/s, p50 ${at(one.times, 0.5)} ms, p99 ${at(one.times, 0.99)} ms${beside}; processor of an order: server ${Math.round(cpu)} ms${cpuBeside}, Postgres ${Math.round(one.database_ms / one.orders)} ms`;
}

function at(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}

/** Where the processor's time goes: one buyer after the other, and the server's clock read after each call. */
export async function byCall(way: Way, orders: number): Promise<Map<string, number>> {
  const spent = new Map<string, number>();
  for (let i = 0; i < orders; i++) {
    let last = cpuMs(way.pid);
    await way.flow(way.shop, buyer(), (call) => {
      const now = cpuMs(way.pid);
      spent.set(call, (spent.get(call) ?? 0) + now - last);
      last = now;
    });
  }
  return new Map([...spent].map(([call, ms]) => [call, ms / orders]));
}
