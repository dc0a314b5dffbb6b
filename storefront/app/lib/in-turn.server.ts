/** What is made, kept for who asks again: at most `most` of them, those asked for longest ago forgotten first. */
export class MadeOnce<Made> {
  private readonly kept = new Map<string, Promise<Made>>();
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly most: number) {}

  /** What `make` gives for the key. One is made at a time, and each key once however many ask meanwhile; a failure is not kept. */
  async get(key: string, make: () => Promise<Made>): Promise<Made> {
    const known = this.kept.get(key);
    if (known) {
      this.kept.delete(key);
      this.kept.set(key, known);
      return known;
    }
    const made = this.last.then(make, make);
    this.last = made.catch(() => undefined);
    this.kept.set(key, made);
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= this.most) break;
      this.kept.delete(oldest);
    }
    made.catch(() => this.kept.delete(key));
    return made;
  }
}
