import { concerns } from "../../app/lib/tags.server";
import type { Kept, KeptPages, Page } from "./kept";
import type { Wanted } from "./which";

/** A page that has changed is still sent for so long, while the new one is rendered. With the way here, under a second after the write. */
export const STALE_MS = 400;
/** What no change tells of: days that pass, sums of the ledger. */
export const MAX_AGE_MS = 60_000;
/** Pages rendered at once that nobody waits for. */
const AHEAD_AT_ONCE = 2;
/** Changes are remembered for as long as a page may take to render. */
const REMEMBERED_MS = 30_000;

/** Renders a page for nobody in particular; `keep` says whether everybody may have it. */
export type Render = (wanted: Wanted) => Promise<{ page: Page; keep: boolean }>;

interface Rendered {
  readonly page: Page;
  /** When something of it changed while it was rendered: that may be in it or not. */
  readonly missed_at: number | undefined;
}

/** Anonymous pages, rendered once for everybody and again when what they are made of changes. */
export class PageCache {
  private readonly rendering = new Map<string, Promise<Rendered>>();
  private readonly ahead = new Set<string>();
  private recent: { at: number; tags: readonly string[] }[] = [];
  /** Rises when changes may have been missed: what was begun before is not kept. */
  private era = 0;

  constructor(
    private readonly render: Render,
    private readonly kept: KeptPages,
    private readonly sure: () => boolean,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** The page if it can be sent at once. */
  ready(wanted: Wanted): Page | undefined {
    if (!this.sure()) return undefined;
    const kept = this.kept.get(wanted.key);
    if (!kept) return undefined;
    kept.asked = true;
    const now = this.now();
    const since = this.staleSince(kept);
    if (since === undefined) return kept.page;
    if (now - since > STALE_MS) return undefined;
    this.renderAhead(wanted);
    return kept.page;
  }

  /** The page, rendered once for all who wait for it; who came long after a change does not get one begun before it. */
  async get(wanted: Wanted): Promise<Page> {
    const asked_at = this.now();
    for (;;) {
      const { page, missed_at } = await (this.rendering.get(wanted.key) ?? this.begin(wanted));
      if (missed_at === undefined || asked_at - missed_at < STALE_MS) return page;
    }
  }

  /** Everything before may be old. */
  began(): void {
    this.era++;
    this.kept.clear();
  }

  changed(tags: readonly string[]): void {
    const now = this.now();
    this.recent = [...this.recent.filter(({ at }) => now - at < REMEMBERED_MS), { at: now, tags }];
    for (const kept of this.kept.all()) {
      if (!tags.some((tag) => concerns(tag, kept.page.tags))) continue;
      kept.stale_since ??= now;
      if (kept.asked) this.renderAhead(kept.wanted);
    }
  }

  private staleSince({ stale_since, rendered_at }: Kept): number | undefined {
    if (stale_since !== undefined) return stale_since;
    const old_at = rendered_at + MAX_AGE_MS;
    return this.now() > old_at ? old_at : undefined;
  }

  private renderAhead(wanted: Wanted): void {
    if (this.rendering.has(wanted.key) || this.ahead.size >= AHEAD_AT_ONCE) return;
    this.ahead.add(wanted.key);
    this.begin(wanted)
      .catch(() => undefined)
      .finally(() => this.ahead.delete(wanted.key));
  }

  private begin(wanted: Wanted): Promise<Rendered> {
    const began = { at: this.now(), era: this.era, sure: this.sure() };
    const rendered = this.render(wanted)
      .then(({ page, keep }) => {
        const missed_at = this.recent.find(
          ({ at, tags }) => at >= began.at && tags.some((tag) => concerns(tag, page.tags)),
        )?.at;
        if (!keep) this.kept.delete(wanted.key);
        else if (began.sure && began.era === this.era) {
          this.kept.set(wanted.key, { page, wanted, rendered_at: began.at, stale_since: missed_at, asked: false });
        }
        return { page, missed_at };
      })
      .catch((error: unknown) => {
        // The old one is not sent on: that it can't be rendered is how things stand.
        this.kept.delete(wanted.key);
        throw error;
      })
      .finally(() => this.rendering.delete(wanted.key));
    this.rendering.set(wanted.key, rendered);
    return rendered;
  }
}
