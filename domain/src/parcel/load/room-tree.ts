/**
 * The room left in each of many parcels, in several measures, as a segment tree: a node knows the most room below it, so that
 * the first parcel that takes a pack is found in O(log parcels). Measures without a limit cost nothing.
 */
export class RoomTree {
  private readonly leaves: number;
  private readonly rooms: Float64Array[];
  private readonly measures: readonly number[];
  private readonly full: readonly number[];

  constructor(parcels: number, limits: readonly number[]) {
    this.measures = limits.map((_, measure) => measure).filter((measure) => Number.isFinite(limits[measure]));
    this.full = limits;
    let leaves = 1;
    while (leaves < parcels) leaves *= 2;
    this.leaves = leaves;
    this.rooms = this.measures.map((measure) => new Float64Array(2 * leaves).fill(limits[measure]!));
  }

  /** Puts a pack of these sizes into the first parcel with room for it. Null when not even an empty one has. */
  place(sizes: readonly number[]): number | null {
    if (this.measures.some((measure) => sizes[measure]! > this.full[measure]!)) return null;
    const leaf = this.first(1, sizes);
    if (leaf === null) return null;
    this.measures.forEach((measure, at) => {
      const room = this.rooms[at]!;
      room[leaf]! -= sizes[measure]!;
      for (let node = leaf >> 1; node >= 1; node >>= 1) {
        const most = Math.max(room[2 * node]!, room[2 * node + 1]!);
        if (room[node] === most) break;
        room[node] = most;
      }
    });
    return leaf - this.leaves;
  }

  /** With one measure straight down; with more, the most of each may lie in different parcels, so it may have to come back. */
  private first(node: number, sizes: readonly number[]): number | null {
    if (!this.hasRoom(node, sizes)) return null;
    if (node >= this.leaves) return node;
    return this.first(2 * node, sizes) ?? this.first(2 * node + 1, sizes);
  }

  private hasRoom(node: number, sizes: readonly number[]): boolean {
    for (let at = 0; at < this.measures.length; at++) {
      if (this.rooms[at]![node]! < sizes[this.measures[at]!]!) return false;
    }
    return true;
  }
}
