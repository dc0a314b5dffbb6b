import type { Path } from "../../app/i18n/locale";
import type { Wanted } from "./which";

/** A rendered page in the forms in which it is sent. */
export interface Page {
  readonly status: number;
  readonly path: Path;
  /** Names these bytes: the same page has the same one in every process. */
  readonly etag: string;
  readonly plain: Buffer;
  readonly gzip: Buffer;
  readonly brotli: Buffer;
  /** Where in `plain` the number of pieces in the cart belongs; -1: nowhere. */
  readonly cart_at: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly tags: ReadonlySet<string>;
}

export interface Kept {
  readonly page: Page;
  readonly wanted: Wanted;
  readonly rendered_at: number;
  /** Since when it is known that a newer one exists. */
  stale_since: number | undefined;
  /** Asked for since it was rendered: such a page is rendered again before somebody waits for it. */
  asked: boolean;
}

/** Objects, headers and map entry beside the buffers. */
const OVERHEAD_BYTES = 4_000;
const bytesOf = ({ plain, gzip, brotli, tags }: Page): number =>
  plain.length + gzip.length + brotli.length + OVERHEAD_BYTES + 60 * tags.size;

/** Pages by key, at most so many bytes of them: those asked for longest ago go first. */
export class KeptPages {
  private readonly pages = new Map<string, Kept>();
  private sum = 0;

  constructor(private readonly most_bytes: number) {}

  get(key: string): Kept | undefined {
    const found = this.pages.get(key);
    if (found) {
      // A map keeps the order of writing: what is written again is the newest.
      this.pages.delete(key);
      this.pages.set(key, found);
    }
    return found;
  }

  set(key: string, kept: Kept): void {
    this.delete(key);
    this.pages.set(key, kept);
    this.sum += bytesOf(kept.page);
    for (const [oldest] of this.pages) {
      if (this.sum <= this.most_bytes) break;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    const found = this.pages.get(key);
    if (!found) return;
    this.pages.delete(key);
    this.sum -= bytesOf(found.page);
  }

  clear(): void {
    this.pages.clear();
    this.sum = 0;
  }

  all(): IterableIterator<Kept> {
    return this.pages.values();
  }

  get bytes(): number {
    return this.sum;
  }
  get size(): number {
    return this.pages.size;
  }
}
