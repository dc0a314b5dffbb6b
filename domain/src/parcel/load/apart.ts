/** Sets of classes that may share a parcel: with more than this the planner does not look at every one. */
export const MAX_SETS = 64;

export interface CompatibleSets {
  /** Masks by class. Every class is in one of them. */
  readonly sets: readonly (readonly boolean[])[];
  /** Whether every content that is allowed lies within one of them. */
  readonly complete: boolean;
}

/**
 * The largest sets of classes that may share a parcel, by branching on one forbidden pair after another. Without pairs:
 * everything. More than `MAX_SETS`: one large set around each class, which is enough to plan with, not to prove with.
 */
export function compatibleSets(classes: number, apart: readonly (readonly [number, number])[]): CompatibleSets {
  let sets: boolean[][] = [Array.from({ length: classes }, () => true)];
  for (const [a, b] of apart) {
    sets = sets.flatMap((set) => (set[a] && set[b] ? [without(set, a), without(set, b)] : [set]));
    sets = sets.filter((set, at) => !sets.some((other, of) => of !== at && isWithin(set, other, at > of)));
    if (sets.length > MAX_SETS) return { sets: aroundEach(classes, apart), complete: false };
  }
  return { sets, complete: true };
}

/** Whether a class may join what is in a parcel. */
export class Apart {
  private readonly enemies: readonly ReadonlySet<number>[];

  constructor(classes: number, pairs: readonly (readonly [number, number])[]) {
    const enemies = Array.from({ length: classes }, () => new Set<number>());
    for (const [a, b] of pairs) {
      enemies[a]!.add(b);
      enemies[b]!.add(a);
    }
    this.enemies = enemies;
  }

  mayJoin(index: number, packs: ArrayLike<number>): boolean {
    for (const enemy of this.enemies[index]!) if (packs[enemy]! > 0) return false;
    return true;
  }
}

function aroundEach(classes: number, pairs: readonly (readonly [number, number])[]): boolean[][] {
  const apart = new Apart(classes, pairs);
  return Array.from({ length: classes }, (_, first) => {
    const packs = Array.from({ length: classes }, (__, at) => (at === first ? 1 : 0));
    for (let step = 1; step < classes; step++) {
      const at = (first + step) % classes;
      if (apart.mayJoin(at, packs)) packs[at] = 1;
    }
    return packs.map((count) => count > 0);
  });
}

function without(set: readonly boolean[], index: number): boolean[] {
  return set.map((member, at) => member && at !== index);
}

function isWithin(set: readonly boolean[], other: readonly boolean[], alsoWhenEqual: boolean): boolean {
  let equal = true;
  for (let at = 0; at < set.length; at++) {
    if (set[at] && !other[at]) return false;
    if (set[at] !== other[at]) equal = false;
  }
  return alsoWhenEqual || !equal;
}
