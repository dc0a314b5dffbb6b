import { Sha256 } from "../shared/sha256";

/** 2^21: the second word's upper 21 bits behind the first word's 32 fill the 53 bits of a whole double. */
const SECOND_WORD_BITS = 2_097_152;
const SECOND_WORD_SHIFT = 11;

/**
 * Orders ids by sha256(salt + ":" + id) ascending: an order nobody can steer and everybody can recompute. With the order
 * line's id as salt, the odd gram goes round instead of always to the first in the alphabet. Ids are named by their index;
 * a key is computed only when it is asked for, since ties are few.
 */
export class TieKeys {
  private readonly hash = new Sha256();
  /** The first 53 bits of each key; NaN: not computed yet. */
  private prefixes: Float64Array | null = null;

  constructor(
    private readonly salt: string,
    private readonly count: number,
    private readonly idOf: (index: number) => string,
  ) {}

  /** Orders two different ids. */
  compare(a: number, b: number): number {
    const difference = this.prefix(a) - this.prefix(b);
    return difference !== 0 || a === b ? difference : compareWords(this.words(a), this.words(b));
  }

  /** These ids in the order of their keys. */
  sorted(indices: readonly number[] | Int32Array): Int32Array {
    for (const index of indices) this.prefix(index);
    return Int32Array.from(indices).sort((a, b) => this.compare(a, b));
  }

  /** The `count` ids of these whose keys come first; in no order. */
  first(indices: readonly number[] | Int32Array, count: number): number[] {
    if (count >= indices.length) return [...indices];
    if (count <= 0) return [];
    const keys = new Float64Array(indices.length);
    for (let at = 0; at < indices.length; at++) keys[at] = this.prefix(indices[at]!);
    const last = keys.slice().sort()[count - 1]!;
    const taken: number[] = [];
    const equal: number[] = [];
    for (let at = 0; at < indices.length; at++) {
      if (keys[at]! < last) taken.push(indices[at]!);
      else if (keys[at]! === last) equal.push(indices[at]!);
    }
    for (const index of this.sorted(equal).subarray(0, count - taken.length)) taken.push(index);
    return taken;
  }

  private prefix(index: number): number {
    this.prefixes ??= new Float64Array(this.count).fill(NaN);
    let prefix = this.prefixes[index]!;
    if (Number.isNaN(prefix)) {
      this.hash.update(`${this.salt}:${this.idOf(index)}`);
      prefix = this.hash.state[0]! * SECOND_WORD_BITS + (this.hash.state[1]! >>> SECOND_WORD_SHIFT);
      this.prefixes[index] = prefix;
    }
    return prefix;
  }

  private words(index: number): Uint32Array {
    this.hash.update(`${this.salt}:${this.idOf(index)}`);
    return this.hash.state.slice();
  }
}

function compareWords(a: Uint32Array, b: Uint32Array): number {
  for (let at = 0; at < a.length; at++) {
    if (a[at]! !== b[at]!) return a[at]! < b[at]! ? -1 : 1;
  }
  return 0;
}
