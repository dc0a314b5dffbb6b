/** Contents looked at for one parcel at most. */
const NODES_A_PARCEL = 1_000;
/** Packs tried in one place of a parcel, the heaviest first. */
const BRANCHES = 40;
/** How far the first plans skip ahead among the packs that fit, as a part of all of them. */
const SKIPS = [0.005, 0.02, 0.1] as const;
/** Contents looked at in all by one search: some seconds. */
const WORK = 30_000_000;
/** Work of a round that is not in contents: sorting, choosing. */
const ROUND = 2_000;
/** Parcels that are emptied and filled anew in one round at most. */
const REFILLED = 60;

export interface FillOptions {
  /** What no plan can do with less than: reached, the search is over. */
  readonly bound: number;
  /** Part of `WORK` to spend at most. */
  readonly effort: number;
  readonly random: () => number;
  readonly due: () => boolean;
}

/** Places of packs in the list of weights. */
type Content = readonly number[];

/**
 * Parcels of one capacity for packs that each weigh something else. `weights`: grams, the heaviest first. Each parcel takes the heaviest
 * pack that is left and the company that fills it best of those looked at (minimum bin slack, Gupta and Ho 1999; Fleszar and Hindi
 * 2002), skipping at random so that all weights are used up alike. Then rounds: the emptiest parcels and some others are filled anew,
 * and kept so when there are fewer, or when room has come together. Work is counted in contents looked at, so that the same seed gives the
 * same plan, unless `due`. Null when a pack is heavier than the capacity.
 */
export function fillUp(weights: readonly number[], capacity: number, options: FillOptions): Content[] | null {
  const { bound, effort, due } = options;
  if (weights.length > 0 && weights[0]! > capacity) return null;
  const work = { left: WORK * effort };
  let best: Content[] | null = null;
  for (const part of SKIPS) {
    if (best !== null && (best.length <= bound || due() || work.left <= 0)) break;
    const found = fillOnce(weights, capacity, Math.ceil(weights.length * part), options, work);
    if (best === null || found.length < best.length) best = found;
  }
  return best === null || best.length <= bound ? best : refill(weights, capacity, best, options, work);
}

interface Parcel {
  readonly content: Content;
  readonly room: number;
}

function refill(
  weights: readonly number[],
  capacity: number,
  contents: readonly Content[],
  { bound, random, due }: FillOptions,
  work: { left: number },
): Content[] {
  const roomOf = (content: Content): number => content.reduce((room, at) => room - weights[at]!, capacity);
  let parcels = contents.map((content): Parcel => ({ content, room: roomOf(content) }));
  while (parcels.length > bound && work.left > 0 && !due()) {
    work.left -= ROUND + parcels.length;
    // The emptiest first: it is always among those filled anew, and those near to it more often than others.
    parcels.sort((a, b) => b.room - a.room);
    const chosen = new Set([0]);
    const many = Math.min(parcels.length, 2 + Math.floor(random() * REFILLED));
    while (chosen.size < many) {
      const at = random();
      chosen.add(Math.floor((random() < 0.5 ? at ** 3 : at) * parcels.length));
    }
    const emptied = parcels.filter((_, at) => chosen.has(at));
    const places = emptied.flatMap(({ content }) => content).sort((a, b) => a - b);
    const skip = 1 + Math.floor(places.length * 0.25 * random());
    const filled = fillOnce(
      places.map((place) => weights[place]!),
      capacity,
      skip,
      { random, due },
      work,
    ).map((content): Parcel => {
      const own = content.map((at) => places[at]!);
      return { content: own, room: roomOf(own) };
    });
    if (filled.length < emptied.length || (filled.length === emptied.length && spread(filled) >= spread(emptied))) {
      parcels = [...parcels.filter((_, at) => !chosen.has(at)), ...filled];
    }
  }
  return parcels.map(({ content }) => content);
}

/** More when the same room is in fewer parcels. */
function spread(parcels: readonly Parcel[]): number {
  return parcels.reduce((sum, { room }) => sum + room * room, 0);
}

/** One plan, parcel after parcel. `skip`: at most so many packs are passed by between two that are tried. */
function fillOnce(
  weights: readonly number[],
  capacity: number,
  skip: number,
  { random, due }: Pick<FillOptions, "random" | "due">,
  work: { left: number },
): Content[] {
  const left = new Left(weights);
  const contents: Content[] = [];
  for (let first = left.from(0); first < weights.length; first = left.from(first)) {
    // Work that is used up, or time: what comes next is taken as it comes.
    const search = new Company(weights, left, work.left > 0 && !due() ? NODES_A_PARCEL : 1, { skip, random });
    const content = [first, ...search.best(first + 1, capacity - weights[first]!)];
    work.left -= search.looked;
    for (const at of content) left.take(at);
    contents.push(content);
  }
  return contents;
}

/** The packs that fill a room best, of those looked at. */
class Company {
  looked = 0;
  private room = Infinity;
  private found: readonly number[] = [];
  private readonly chosen: number[] = [];

  constructor(
    private readonly weights: readonly number[],
    private readonly left: Left,
    private readonly nodes: number,
    private readonly ways: { readonly skip: number; readonly random: () => number },
  ) {}

  best(from: number, room: number): readonly number[] {
    this.look(from, room);
    return this.found;
  }

  private look(from: number, room: number): void {
    let at = this.left.fitting(from, room);
    if (at >= this.weights.length) {
      if (room < this.room) {
        this.room = room;
        this.found = [...this.chosen];
      }
      return;
    }
    for (let tried = 0; at < this.weights.length && tried < BRANCHES; tried++) {
      // The first way down always ends: with nothing found a parcel would hold one pack.
      if ((++this.looked > this.nodes && this.room !== Infinity) || this.room === 0) return;
      this.chosen.push(at);
      this.look(at + 1, room - this.weights[at]!);
      this.chosen.pop();
      at = this.left.from(at + 1 + Math.floor(this.ways.random() * this.ways.skip));
    }
  }
}

/** The packs that are in no parcel yet: the next of them from any place on, in about constant time. */
class Left {
  private readonly next: Int32Array;

  constructor(private readonly weights: readonly number[]) {
    this.next = Int32Array.from({ length: weights.length + 1 }, (_, at) => at);
  }

  /** The first from this place on; the number of weights when there is none. */
  from(place: number): number {
    let found = Math.min(place, this.weights.length);
    while (this.next[found] !== found) found = this.next[found]!;
    for (let at = Math.min(place, this.weights.length); this.next[at] !== found && at !== found;) {
      const on = this.next[at]!;
      this.next[at] = found;
      at = on;
    }
    return found;
  }

  /** The first from this place on that is no heavier than the room. */
  fitting(place: number, room: number): number {
    let [low, high] = [place, this.weights.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.weights[middle]! <= room) high = middle;
      else low = middle + 1;
    }
    return this.from(low);
  }

  take(place: number): void {
    this.next[place] = place + 1;
  }
}
