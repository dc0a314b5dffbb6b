/** A promise of the house, looked at (docs/reliability.md). */
export interface Invariant {
  id: string;
  /** The promise, in words. */
  name: string;
  /** Rows looked at, and rows that break the promise. */
  count: number;
  violations: number;
}
