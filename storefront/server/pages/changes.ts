import { setTimeout as wait } from "node:timers/promises";

/**
 * The backend says every second that nothing was missed. Without that for so long, nothing that is kept is believed. Longer than a busy
 * backend is silent: pages that are not kept would be more work for it.
 */
export const LEASE_MS = 5_000;
const AGAIN_MS = 300;
/** A line of tags is far shorter. */
const MAX_LINE = 100_000;

export interface Told {
  /** Every change up to now has been or will be told. */
  began(): void;
  changed(tags: readonly string[]): void;
}

/** Opens the backend's list of changes; resolves with its bytes as they come. */
export type Open = (signal: AbortSignal) => Promise<AsyncIterable<Uint8Array>>;

/** Reads what changes in the shop as long as it runs, connecting again for ever. */
export class Changes {
  private believed_until = 0;
  private readonly stopping = new AbortController();

  constructor(
    private readonly open: Open,
    private readonly told: Told,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Whether what was kept may be believed: a change since would have been told. */
  get sure(): boolean {
    return this.now() < this.believed_until;
  }

  start(): void {
    void this.run();
  }

  stop(): void {
    this.stopping.abort();
    this.believed_until = 0;
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      try {
        await this.follow();
      } catch {
        // Said by what does not come: the pages are rendered for each who asks, until it comes again.
      }
      this.believed_until = 0;
      await wait(AGAIN_MS, undefined, { ref: false });
    }
  }

  private async follow(): Promise<void> {
    const ending = new AbortController();
    const signal = AbortSignal.any([this.stopping.signal, ending.signal]);
    let silent = setTimeout(() => ending.abort(), LEASE_MS);
    try {
      const lines = await this.open(signal);
      this.told.began();
      const decoder = new TextDecoder();
      let rest = "";
      for await (const bytes of lines) {
        const read = (rest + decoder.decode(bytes, { stream: true })).split("\n");
        rest = read.pop() ?? "";
        if (rest.length > MAX_LINE) throw new Error("a line without end");
        for (const line of read) this.take(line);
        clearTimeout(silent);
        silent = setTimeout(() => ending.abort(), LEASE_MS);
        silent.unref();
      }
    } finally {
      clearTimeout(silent);
      ending.abort();
    }
  }

  private take(line: string): void {
    const said = JSON.parse(line) as { tags?: unknown; pulse?: unknown };
    if (Array.isArray(said.tags)) this.told.changed(said.tags.filter((tag) => typeof tag === "string"));
    if (said.pulse === true) this.believed_until = this.now() + LEASE_MS;
  }
}
