/** What came of one scan: the page that answers it, or nothing. */
export type Sent = { page: Document; address: string; refused: boolean } | "no_answer";

interface QueueParts {
  send(code: string): Promise<Sent>;
  /** Shows the page that answered; true when that is another page, which this one is left for. */
  show(sent: Exclude<Sent, "no_answer">): boolean;
  /** Scans that wait when the page is left: the next page sends them. */
  carried(codes: readonly string[]): void;
  /** An answer could not be shown in this page: it is opened anew, and sends the scans that wait. */
  unshown(codes: readonly string[]): void;
  /** Scans that wait, the first of them on its way; `silent`: there is no answer, it is tried again. */
  waiting(codes: readonly string[], silent: boolean): void;
  /** Scans behind a refused one are let go: whoever looks up and puts the wrong goods back scans them again. */
  dropped(codes: readonly string[]): void;
  pause(ms: number): Promise<void>;
}

/** Between tries, the last one again and again. */
const PAUSES_MS = [1_000, 2_000, 4_000, 8_000];

/**
 * Scans in the order in which they were made, one at a time. What gets no answer is sent again until it has one: the same scan
 * twice ticks once, so nothing is lost and nothing counts double. A refusal stops what waits behind it, so that no right
 * scan hides a wrong one.
 */
export class ScanQueue {
  private readonly codes: string[] = [];
  private busy = false;

  constructor(private readonly parts: QueueParts) {}

  get length(): number {
    return this.codes.length;
  }

  add(code: string): void {
    // A scanner that sends its Enter twice, a thumb that presses twice.
    if (this.codes.at(-1) === code) return;
    this.codes.push(code);
    this.parts.waiting(this.codes, false);
    if (!this.busy) void this.work();
  }

  private async work(): Promise<void> {
    this.busy = true;
    try {
      await this.sendAll();
    } catch {
      // The answer is there and could not be shown: a page that stands still would take scans and send none.
      this.parts.unshown(this.codes.splice(0));
    } finally {
      this.busy = false;
    }
  }

  private async sendAll(): Promise<void> {
    for (let tries = 0; this.codes.length > 0;) {
      const sent = await this.parts.send(this.codes[0]!);
      if (sent === "no_answer") {
        this.parts.waiting(this.codes, true);
        await this.parts.pause(PAUSES_MS[Math.min(tries, PAUSES_MS.length - 1)]!);
        tries += 1;
        continue;
      }
      tries = 0;
      this.codes.shift();
      const behind = sent.refused ? this.codes.splice(0) : [];
      const left = this.parts.show(sent);
      if (left) this.parts.carried(this.codes.splice(0));
      else if (behind.length > 0) this.parts.dropped(behind);
      else this.parts.waiting(this.codes, false);
    }
  }
}
