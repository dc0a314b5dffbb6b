import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { freightOfLost, type LostBox } from "./parcel-freight";
import { shortLineSchema, type ShortLine } from "./short-types";

function line(order_line: string, packs: number, freight: bigint, back = { all: 0n, lost: 0n }): ShortLine {
  return shortLineSchema.parse({
    order: "order",
    order_line,
    placed_at: "2026-10-01",
    pool: "pool",
    cooperative: "coop",
    pack_units: 1000,
    packs,
    short_packs: 0,
    policy: "substitute",
    money: {
      paid_minor: freight + 1000n,
      freight_paid_minor: freight,
      tax_minor: 0n,
      refunded_goods_minor: 0n,
      refunded_freight_minor: back.all,
      lost_freight_minor: back.lost,
      refunded_tax_minor: 0n,
    },
    allocations: [],
  });
}

interface Part {
  order_line: string;
  packs: number;
  cost_minor: bigint;
}

/** An order of one cooperative as its boxes travel; losses are entered one after the other. */
class Order {
  private readonly back = new Map<string, bigint>();
  private readonly lost = new Map<string, number>();
  private readonly packs = new Map<string, number>();

  constructor(
    private readonly boxes: readonly (readonly Part[])[],
    private readonly freight: ReadonlyMap<string, bigint>,
    private readonly unboxed: ReadonlyMap<string, number> = new Map(),
  ) {
    for (const part of boxes.flat()) {
      this.packs.set(part.order_line, (this.packs.get(part.order_line) ?? 0) + part.packs);
    }
  }

  /** So many packs of each line of a box are gone: what goes back for them now. */
  lose(box: number, gone: readonly number[]): bigint {
    const given = freightOfLost(this.lines(), this.carried(), this.losses(box, gone));
    let sum = 0n;
    for (const [order_line, amount] of given) {
      expect(amount).toBeGreaterThanOrEqual(0n);
      this.back.set(order_line, (this.back.get(order_line) ?? 0n) + amount);
      expect(this.back.get(order_line)).toBeLessThanOrEqual(this.freight.get(order_line) ?? 0n);
      sum += amount;
    }
    gone.forEach((packs, index) => this.lost.set(`${box}/${index}`, this.lostOf(box, index) + packs));
    return sum;
  }

  loseRest(): void {
    this.boxes.forEach((parts, box) => {
      this.lose(
        box,
        parts.map((part, index) => part.packs - this.lostOf(box, index)),
      );
    });
  }

  get total(): bigint {
    return [...this.back.values()].reduce((sum, one) => sum + one, 0n);
  }

  lostOf(box: number, index: number): number {
    return this.lost.get(`${box}/${index}`) ?? 0;
  }

  private lines(): ShortLine[] {
    return [...this.freight].map(([order_line, freight]) => {
      const back = this.back.get(order_line) ?? 0n;
      const packs = (this.packs.get(order_line) ?? 0) + (this.unboxed.get(order_line) ?? 0);
      const gone = this.boxes.flatMap((parts, box) =>
        parts.flatMap((part, index) => (part.order_line === order_line ? this.lostOf(box, index) : 0)),
      );
      const known = line(order_line, packs, freight, { all: back, lost: back });
      return { ...known, short_packs: gone.reduce((sum, one) => sum + one, 0) };
    });
  }

  private carried(): Part[] {
    return this.boxes.flat();
  }

  private losses(box: number, gone: readonly number[]): LostBox[] {
    return this.boxes.flatMap((parts, at) =>
      parts.map((part, index) => ({
        ...part,
        lost: this.lostOf(at, index),
        now: at === box ? (gone[index] ?? 0) : 0,
      })),
    );
  }
}

describe("the freight of a parcel that never came", () => {
  // 4 packs: two to a near place for 8.00, two to a far one for 24.00; the buyer paid 32.00 for carriage.
  const near = [{ order_line: "a", packs: 2, cost_minor: 800n }];
  const far = [{ order_line: "a", packs: 2, cost_minor: 2400n }];

  it("is what its own carriage cost, not the average of the order", () => {
    expect(new Order([near, far], new Map([["a", 3200n]])).lose(1, [2])).toBe(2400n);
    expect(new Order([near, far], new Map([["a", 3200n]])).lose(0, [2])).toBe(800n);
  });

  it("is its part of what was paid, when the cards have changed since or tax was paid on it", () => {
    expect(new Order([near, far], new Map([["a", 3520n]])).lose(1, [2])).toBe(2640n);
    expect(new Order([near, far], new Map([["a", 1600n]])).lose(1, [2])).toBe(1200n);
  });

  it("of half of its packs is half, and the rest follows", () => {
    const order = new Order([near, far], new Map([["a", 3200n]]));
    expect(order.lose(1, [1])).toBe(1200n);
    expect(order.lose(1, [1])).toBe(1200n);
    expect(order.lose(0, [2])).toBe(800n);
  });

  it("comes out of the other lines' part of the purse when its own line paid less than its box costs", () => {
    const boxes = [
      [{ order_line: "a", packs: 1, cost_minor: 900n }],
      [{ order_line: "b", packs: 1, cost_minor: 100n }],
    ];
    const order = new Order(
      boxes,
      new Map([
        ["a", 500n],
        ["b", 500n],
      ]),
    );
    expect(order.lose(0, [1])).toBe(900n);
    expect(order.lose(1, [1])).toBe(100n);
  });

  it("leaves what was paid for packs that have no box yet", () => {
    const order = new Order([near], new Map([["a", 3200n]]), new Map([["a", 2]]));
    // 8.00 for the box, 16.00 paid for the packs that wait: a third of the purse.
    expect(order.lose(0, [2])).toBe(1067n);
  });

  it("where the carriage costs nothing, goes by the weight of the goods", () => {
    const free = (packs: number) => [{ order_line: "a", packs, cost_minor: 0n }];
    expect(new Order([free(1), free(3)], new Map([["a", 400n]])).lose(0, [1])).toBe(100n);
  });
});

const cost = fc
  .integer({ min: 0, max: 4 })
  .chain((band) => fc.constantFrom(0n, 500n, 800n, 1250n, 2400n, 999n).map((one) => one + BigInt(band)));
const part = (order_line: string) =>
  fc.record({ order_line: fc.constant(order_line), packs: fc.integer({ min: 1, max: 9 }), cost_minor: cost });
const box = fc
  .tuple(fc.option(part("a")), fc.option(part("b")), fc.option(part("c")))
  .map((parts) => parts.flatMap((one) => one ?? []));
const world = fc.record({
  boxes: fc.array(box, { minLength: 1, maxLength: 6 }).filter((boxes) => boxes.flat().length > 0),
  freight: fc.array(fc.bigInt({ min: 0n, max: 9000n }), { minLength: 3, maxLength: 3 }),
  steps: fc.array(fc.tuple(fc.nat(5), fc.array(fc.nat(9), { minLength: 3, maxLength: 3 })), { maxLength: 14 }),
  keys: fc.array(fc.nat(), { minLength: 14, maxLength: 14 }),
});

describe("for any order, bands of freight, and losses in any order", () => {
  const paid = (freight: readonly bigint[], boxes: readonly (readonly Part[])[]) =>
    new Map(
      ["a", "b", "c"].flatMap((name, index): [string, bigint][] =>
        boxes.flat().some((one) => one.order_line === name) ? [[name, freight[index] ?? 0n]] : [],
      ),
    );
  const enter = (
    order: Order,
    boxes: readonly (readonly Part[])[],
    steps: readonly (readonly [number, number[]])[],
  ) => {
    for (const [at, gone] of steps) {
      const place = at % boxes.length;
      const parts = boxes[place] ?? [];
      order.lose(
        place,
        parts.map((one, index) => Math.min(gone[index] ?? 0, one.packs - order.lostOf(place, index))),
      );
    }
  };

  it("what goes back never exceeds what was paid, line by line; everything lost gives back exactly all of it", () => {
    fc.assert(
      fc.property(world, ({ boxes, freight, steps }) => {
        const paid_for = paid(freight, boxes);
        const all = [...paid_for.values()].reduce((sum, one) => sum + one, 0n);
        const order = new Order(boxes, paid_for);
        enter(order, boxes, steps);
        expect(order.total).toBeLessThanOrEqual(all);
        order.loseRest();
        expect(order.total).toBe(all);
      }),
    );
  });

  it("the same losses sum to the same, whatever their order and however they are parted", () => {
    fc.assert(
      fc.property(world, ({ boxes, freight, steps, keys }) => {
        const paid_for = paid(freight, boxes);
        const first = new Order(boxes, paid_for);
        enter(first, boxes, steps);
        const counted = boxes.map((parts, at) => parts.map((_, index) => first.lostOf(at, index)));
        const order = [...boxes.keys()].sort((x, y) => (keys[x] ?? 0) - (keys[y] ?? 0));
        const second = new Order(boxes, paid_for);
        for (const at of order) second.lose(at, counted[at] ?? []);
        expect(second.total).toBe(first.total);
      }),
    );
  });
});
