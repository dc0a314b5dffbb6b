import type { Journal, Result } from "@commonlot/domain";
import type pg from "pg";

/** A transaction of the backend's own database library, as far as the benchmarks hold one. */
export interface Tx {
  raw(text: string, bindings?: readonly unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
}

export interface Entry {
  journal: Journal;
  source_id: string;
  order_id?: string;
}

type Answer<T> = Promise<{ ok: true; value: T } | { ok: false; refusal: { reason: string; message: string } }>;

interface Compared {
  before: number;
  after: number;
}

interface Simulated {
  lines: number;
  left_as_they_are: number;
  shares: Record<string, Compared>;
  households: ReadonlyMap<string, Compared>;
}

/** What the benchmarks use of the settlement module, as it was built. */
export interface Books {
  settlement: {
    publishPolicy(input: object): Answer<unknown>;
    setPayingAccount(input: object): Answer<unknown>;
    openPeriod(input: object): Answer<{ id: string }>;
    requestSettlement(input: object): Answer<unknown>;
    settlePeriod(input: { period_id: string }): Answer<{ statements: number }>;
    approvePeriod(input: {
      period_id: string;
      person: string;
      accounts: readonly object[];
    }): Answer<{ approved: boolean }>;
    batches(cooperative_id: string): Promise<{ id: string; rail: string; payouts: number }[]>;
    bankFile(batch_id: string): Answer<{ xml: string; sha256: string }>;
    markBatchExported(input: { batch_id: string; sha256: string }): Answer<unknown>;
    feeSimulation: { simulate(input: object): Answer<Simulated> };
    dryRuns: {
      rowsOf(period_id: string, cooperative_id: string): Answer<{ rows: { net_minor: bigint }[] }>;
      moneyWent(period_id: string, cooperative_id: string): Answer<unknown>;
    };
    books: {
      balances(of: { book: object; days: object }): Promise<{ closing_minor: bigint }[]>;
      entries(of: { book: object; days: object }): AsyncGenerator<{ amount_minor: bigint }[]>;
    };
    seals: { sealDue(): Promise<number> };
    invariants(): Promise<{ id: string; violations: number; examples: string[] }[]>;
  };
  writeJournals: (tx: Tx, entries: Iterable<Entry>) => Promise<void>;
  knex: { transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> };
  db: pg.Pool;
  url: string;
  say: (text: string) => void;
}

/** Something a benchmark must never see: it fails, however fast it was. */
export class Red extends Error {}

export async function valueOf<T>(answer: Answer<T>): Promise<T> {
  const result = await answer;
  if (!result.ok) throw new Red(`${result.refusal.reason}: ${result.refusal.message}`);
  return result.value;
}

/** A journal the domain made. */
export function made(result: Result<Journal>): Journal {
  if (!result.ok) throw new Red(`${result.refusal.reason}: ${result.refusal.message}`);
  return result.value;
}

/** Every money invariant but the seal's, which has a minute. */
export async function mustBeSound({ settlement }: Books): Promise<void> {
  const broken = (await settlement.invariants()).find((one) => one.violations > 0 && one.id !== "M11");
  if (broken) throw new Red(`${broken.id}: ${broken.examples[0] ?? broken.violations}`);
}

/** Whole numbers that look random and are the same in every run (a Lehmer generator). */
export function draws(seed: number): (below: number) => number {
  let state = seed % 2_147_483_647 || 1;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

export const ms = (from: number): number => Math.round(performance.now() - from);
export const thousands = (value: number): string => Math.round(value).toLocaleString("en-US");

/** Resident memory at its height, looked at while the event loop turns. */
export class Peak {
  private peak = process.memoryUsage().rss;
  private readonly timer = setInterval(() => {
    this.peak = Math.max(this.peak, process.memoryUsage().rss);
  }, 20);

  stop(): number {
    clearInterval(this.timer);
    return Math.round(this.peak / 1024 / 1024);
  }
}
