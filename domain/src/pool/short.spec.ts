import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reasonOf, shuffled, valueOf } from "../../test/expect-result";
import { findTransitionFaults } from "../shared/transitions";
import { settleFreight, type FreightTerm } from "../wholesale/quotes/freight-gap";
import { decideShort } from "./short";
import { decideLostParcel } from "./short-parcel";
import { refundOf, withFreight } from "./short-refund";
import { SHORT_TRANSITIONS, shortLineSchema, type ShortInput, type ShortPlan } from "./short-types";

type Line = ShortInput["lines"][number];

const money = (paid: number, freight = 0, tax = 0) => ({
  paid_minor: paid,
  freight_paid_minor: freight,
  tax_minor: tax,
  refunded_goods_minor: 0,
  refunded_freight_minor: 0,
  lost_freight_minor: 0,
  refunded_tax_minor: 0,
});

function line(
  name: string,
  packs: number,
  pack_units: number,
  lots: Record<string, number>,
  more: Partial<Line> = {},
): Line {
  return {
    order: `order_${name}`,
    order_line: `line_${name}`,
    placed_at: `2026-10-0${name}`,
    pool: "pool",
    cooperative: "coop",
    pack_units,
    packs,
    short_packs: 0,
    policy: "substitute",
    money: money(packs * 1000 + 100, 100),
    allocations: Object.entries(lots).map(([lot, units]) => ({ lot, household: `hh_${lot}`, units, frozen: 0 })),
    ...more,
  };
}

function input(
  lines: Line[],
  lots: Record<string, number>,
  loss: Record<string, number>,
  more: Partial<ShortInput> = {},
): ShortInput {
  const free = Object.values(lots).reduce((a, b) => a + b, 0);
  return {
    losses: Object.entries(loss).map(([lot, units]) => ({ lot, units })),
    goods: "lost",
    restock: false,
    salt: "short_1",
    pools: [{ pool: "pool", rule: "fefo", blendable: true, pack_units: null, available: free }],
    lots: Object.entries(lots).map(([lot, units]) => ({ lot, household: `hh_${lot}`, pool: "pool", free: units })),
    lines,
    destinations: lines.map((one) => ({
      order: one.order,
      destination: `to_${one.order}`,
      items: [{ order_line: one.order_line, packs: one.packs, short: one.short_packs, lost: 0, frozen: 0 }],
    })),
    ...more,
  };
}

const after = (plan: ShortPlan) => Object.fromEntries(plan.shares.map((s) => [`${s.order_line}/${s.lot}`, s.after]));

describe("a lot is short", () => {
  it("of goods nobody has ordered: only the lot loses, no order hears of it", () => {
    const plan = valueOf(decideShort(input([line("1", 2, 1000, { a: 2000 })], { a: 500, b: 0 }, { a: 500 })));
    expect(plan).toMatchObject({ wasted: [{ lot: "a", units: 500 }], shares: [], lines: [], orders: [], aside: [] });
  });

  it("and other lots fill in: the buyer gets all, the other household is paid for it", () => {
    const plan = valueOf(decideShort(input([line("1", 2, 1000, { a: 2000 })], { a: 0, b: 5000 }, { a: 700 })));
    expect(after(plan)).toEqual({ "line_1/a": 1300, "line_1/b": 700 });
    expect(plan.lines).toEqual([]);
    expect(plan.orders).toEqual(["order_1"]);
  });

  it("and a little fills in from one household of many, whose turn it is; over many shorts, from each", () => {
    const seen = new Map<string, number>();
    for (let at = 0; at < 20; at++) {
      const others = Object.fromEntries(Array.from({ length: 20 }, (_, lot) => [`b${lot}`, 20_000]));
      const given = input([line("1", 2, 1000, { a: 2000 })], { a: 0, ...others }, { a: 300 });
      const plan = valueOf(
        decideShort({
          ...given,
          salt: `short_${at}`,
          pools: given.pools.map((pool) => ({ ...pool, rule: "pro_rata", turn_units: 500 })),
          lots: given.lots.map((lot) => ({ ...lot, past: seen.get(lot.lot) ?? 0 })),
        }),
      );
      const fills = plan.shares.filter((share) => share.lot !== "a");
      expect(fills.map((share) => share.after)).toEqual([300]);
      seen.set(fills[0]!.lot, (seen.get(fills[0]!.lot) ?? 0) + 300);
    }
    expect(seen.size).toBe(20);
  });

  it("and free goods that spoilt are no sale: their household fills in when it is its turn", () => {
    const given = input([line("1", 2, 1000, { a: 2000 })], { a: 0, b: 20_000, c: 20_000 }, { a: 300, b: 5_000 });
    const plan = valueOf(
      decideShort({
        ...given,
        pools: given.pools.map((pool) => ({ ...pool, rule: "equal", turn_units: 500 })),
        lots: given.lots.map((lot) => ({ ...lot, past: lot.lot === "c" ? 1_000 : 0 })),
      }),
    );
    // b has sold nothing, c has sold a kilogram; that b lost five does not make it the one who sold more.
    expect(plan.shares.filter((share) => share.lot !== "a")).toMatchObject([{ lot: "b", after: 300 }]);
  });

  it("and nothing fills in: whole packs are short, what is left of the broken pack is kept aside", () => {
    const plan = valueOf(decideShort(input([line("1", 4, 1000, { a: 2500, c: 1500 })], { a: 0 }, { a: 700 })));
    expect(after(plan)).toMatchObject({ "line_1/a": 1800 - 0 });
    expect(plan.aside).toEqual([{ pool: "pool", units: 300 }]);
    expect(plan.lines).toMatchObject([
      { packs: 1, drops: [{ destination: "to_order_1", packs: 1 }], goods_minor: 1000n, freight_minor: 0n },
    ]);
  });

  it("puts what is left of the broken pack back on sale only when that is ticked", () => {
    const plan = valueOf(
      decideShort(input([line("1", 4, 1000, { a: 4000 })], { a: 0 }, { a: 700 }, { restock: true })),
    );
    expect(plan.aside).toEqual([]);
  });

  it("takes from the newest order, and fills in for the oldest first", () => {
    const lines = [line("1", 1, 1000, { a: 1000 }), line("2", 1, 1000, { a: 1000 }), line("3", 1, 1000, { a: 1000 })];
    const newest = valueOf(decideShort(input(lines, { a: 0 }, { a: 1000 })));
    expect(newest.lines.map((one) => one.order_line)).toEqual(["line_3"]);
    const all = valueOf(decideShort(input(lines, { a: 0, b: 1000 }, { a: 3000 })));
    expect(all.lines.map((one) => one.order_line)).toEqual(["line_2", "line_3"]);
    expect(after(all)["line_1/b"]).toBe(1000);
  });

  it("found at packing: that order gives first, whatever else is free", () => {
    const lines = [line("1", 2, 1000, { a: 2000 }), line("2", 1, 1000, { a: 1000 })];
    const plan = valueOf(decideShort(input(lines, { a: 4000 }, { a: 1000 }, { first_order: "order_1" })));
    expect(plan.orders).toEqual(["order_1"]);
    // The culled kilo is replaced from the same lot's free goods: nothing is short and the share is what it was.
    expect(plan.shares).toEqual([]);
    expect(plan.wasted).toEqual([{ lot: "a", units: 1000 }]);
  });

  it("with the policy refund, gives the money back though there are goods", () => {
    const plan = valueOf(
      decideShort(input([line("1", 2, 1000, { a: 2000 }, { policy: "refund" })], { a: 0, b: 9000 }, { a: 1000 })),
    );
    expect(plan.lines).toMatchObject([{ packs: 1, goods_minor: 1000n }]);
  });

  it("gives back the freight that is not needed: all when nothing travels, the difference when a lighter box does", () => {
    const given = input([line("1", 2, 1000, { a: 2000 })], { a: 0 }, { a: 2000 });
    const lines = given.lines.map((one) => shortLineSchema.parse(one));
    const plan = valueOf(decideShort(given));
    const back = (cost_minor: bigint) =>
      withFreight(plan, lines, [{ order: "order_1", cooperative: "coop", cost_minor }]).lines[0]!;
    expect(back(0n)).toMatchObject({ packs: 2, goods_minor: 2000n, freight_minor: 100n });
    expect(back(70n).freight_minor).toBe(30n);
    expect(back(130n).freight_minor).toBe(0n);
  });

  describe("of a quote that says who bears the gap between freight quoted and planned", () => {
    // Quoted 100.00; planned 80.00, or 120.00; the short saves 15.00 of it.
    const back = (before_minor: bigint, cost_minor: bigint, more: { packs?: number; refunded?: bigint } = {}) => {
      const { packs = 1, refunded = 0n } = more;
      const money_of = { ...money(12_000, 10_000), refunded_freight_minor: refunded };
      const given = input([line("1", 2, 1000, { a: 2000 }, { money: money_of })], { a: 0 }, { a: packs * 1000 });
      const lines = given.lines.map((one) => shortLineSchema.parse(one));
      const carriage = [{ order: "order_1", cooperative: "coop", before_minor, cost_minor }];
      return withFreight(valueOf(decideShort(given)), lines, carriage).lines[0]!.freight_minor;
    };

    it.each<{ term: FreightTerm; planned: [bigint, bigint]; gap: [back: bigint, asked: bigint, cooperative: bigint] }>([
      { term: { bearer: "buyer" }, planned: [8_000n, 6_500n], gap: [2_000n, 0n, 0n] },
      { term: { bearer: "cooperative" }, planned: [8_000n, 6_500n], gap: [0n, 0n, -2_000n] },
      { term: { bearer: "shared", buyer_bp: 5_000 }, planned: [8_000n, 6_500n], gap: [1_000n, 0n, -1_000n] },
      { term: { bearer: "buyer", cap_bp: 10_000 }, planned: [12_000n, 10_500n], gap: [0n, 2_000n, 0n] },
      { term: { bearer: "cooperative" }, planned: [12_000n, 10_500n], gap: [0n, 0n, 2_000n] },
      {
        term: { bearer: "shared", buyer_bp: 5_000, cap_bp: 10_000 },
        planned: [12_000n, 10_500n],
        gap: [0n, 1_000n, 1_000n],
      },
    ])("only what its carriage costs less goes back, and the gap is as it was: $term.bearer, $planned", (one) => {
      const [before, after] = one.planned;
      const given_back = back(before, after);
      expect(given_back).toBe(1_500n);
      const settled = settleFreight(10_000n - given_back, after, one.term);
      expect([settled.back_minor, settled.ask_minor, settled.cooperative_minor]).toEqual(one.gap);
      expect(settled.buyer_minor + settled.cooperative_minor).toBe(after);
      expect(settleFreight(10_000n, before, one.term).cooperative_minor).toBe(settled.cooperative_minor);
    });

    it("gives nothing back of a truck that drives all the same, nor of a plan that became dearer", () => {
      expect(back(8_000n, 8_000n)).toBe(0n);
      expect(back(8_000n, 8_100n)).toBe(0n);
    });

    it("gives back no more than is left of what was paid, and all of that when nothing travels", () => {
      expect(back(30_000n, 6_500n, { refunded: 9_000n })).toBe(1_000n);
      expect(back(8_000n, 0n, { packs: 2 })).toBe(10_000n);
      expect(back(8_000n, 0n, { packs: 2, refunded: 9_000n })).toBe(1_000n);
    });
  });

  it("a line that is missing whole gives its freight back first, and leaves what the others' box needs", () => {
    const second = line("2", 1, 1000, { b: 1000 }, { order: "order_1", money: money(1030, 30) });
    const given = input([line("1", 2, 1000, { a: 2000 }), second], { a: 0, b: 0 }, { a: 2000 });
    given.destinations = [
      {
        order: "order_1",
        destination: "to",
        items: [
          { order_line: "line_1", packs: 2, short: 0, lost: 0, frozen: 0 },
          { order_line: "line_2", packs: 1, short: 0, lost: 0, frozen: 0 },
        ],
      },
    ];
    const lines = given.lines.map((one) => shortLineSchema.parse(one));
    const plan = withFreight(valueOf(decideShort(given)), lines, [
      { order: "order_1", cooperative: "coop", cost_minor: 80n },
    ]);
    expect(plan.lines).toMatchObject([{ order_line: "line_1", goods_minor: 2000n, freight_minor: 50n }]);
  });

  it("of a bulk order: the last on the list go without", () => {
    const bulk = line("1", 4, 1000, { a: 4000 }, { money: money(4400, 400) });
    const plan = valueOf(
      decideShort({
        ...input([bulk], { a: 0 }, { a: 1500 }),
        destinations: [1, 2, 3].map((n) => ({
          order: "order_1",
          destination: `to_${n}`,
          items: [{ order_line: "line_1", packs: n === 1 ? 2 : 1, short: 0, lost: 0, frozen: 0 }],
        })),
      }),
    );
    expect(plan.lines).toMatchObject([
      {
        packs: 2,
        drops: [
          { destination: "to_2", packs: 1 },
          { destination: "to_3", packs: 1 },
        ],
        goods_minor: 2000n,
      },
    ]);
  });

  it("of a recall: the goods come out of their orders, nothing is wasted, and other lots fill in", () => {
    const plan = valueOf(
      decideShort(input([line("1", 2, 1000, { a: 2000 })], { a: 0, b: 1500 }, { a: 2000 }, { goods: "aside" })),
    );
    expect(plan).toMatchObject({ wasted: [], recalled: [{ lot: "a", units: 2000 }] });
    expect(after(plan)).toEqual({ "line_1/a": 0, "line_1/b": 1000 });
    expect(plan.lines).toMatchObject([{ packs: 1 }]);
  });

  it("leaves what was handed over as it is", () => {
    const half = line("1", 2, 1000, {});
    half.allocations = [{ lot: "a", household: "hh_a", units: 2000, frozen: 1000 }];
    expect(reasonOf(decideShort(input([half], { a: 0 }, { a: 1500 })))).toBe("loss_over_stock");
    const plan = valueOf(decideShort(input([half], { a: 0 }, { a: 1000 })));
    expect(after(plan)).toEqual({ "line_1/a": 1000 });
  });

  it("is refused with a sentence: an unknown lot, more than there is, broken packs, goods others are paying for", () => {
    const lines = [line("1", 1, 1000, { a: 1000 })];
    expect(reasonOf(decideShort(input(lines, { a: 0 }, { z: 1 })))).toBe("unknown_lot");
    const over = decideShort(input(lines, { a: 10 }, { a: 1011 }));
    expect(reasonOf(over)).toBe("loss_over_stock");
    expect(over).toMatchObject({ refusal: { details: { left_units: 1010 } } });
    expect(reasonOf(decideShort(input(lines, { a: 10 }, { a: 0 })))).toBe("invalid_input");
    const eggs = [{ pool: "pool", rule: "fefo" as const, blendable: false, pack_units: 10, available: 100 }];
    expect(reasonOf(decideShort(input([], { a: 100 }, { a: 3 }, { pools: eggs })))).toBe("not_whole_packs");
    const promised = [{ pool: "pool", rule: "fefo" as const, blendable: true, pack_units: null, available: 40 }];
    expect(reasonOf(decideShort(input([], { a: 100 }, { a: 60 }, { pools: promised })))).toBe("promised_elsewhere");
  });
});

describe("any short", () => {
  const world = fc.record({
    pack: fc.constantFrom(250, 500, 1000),
    wants: fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 5 }),
    spare: fc.integer({ min: 0, max: 3000 }),
    loss: fc.double({ min: 0.01, max: 1, noNaN: true }),
    policy: fc.constantFrom("substitute" as const, "refund" as const),
    keys: fc.array(fc.nat(), { minLength: 3, maxLength: 3 }),
    restock: fc.boolean(),
  });

  it("keeps every gram and every pack, whatever the order of its input", () => {
    fc.assert(
      fc.property(world, ({ pack, wants, spare, loss, policy, keys, restock }) => {
        const lots = ["a", "b", "c"];
        const lines = wants.map((packs, index) => {
          const units = packs * pack;
          const first = Math.floor(units / 3);
          return line(String(index + 1), packs, pack, { a: first, b: first, c: units - 2 * first }, { policy });
        });
        const held = lines.reduce((sum, one) => sum + (one.allocations.find((a) => a.lot === "a")?.units ?? 0), 0);
        const units = Math.max(1, Math.floor((held + spare) * loss));
        const given = input(lines, { a: spare, b: spare, c: 7 }, { a: units }, { restock });
        const plan = valueOf(decideShort(given));
        const again = valueOf(
          decideShort({
            ...given,
            lines: shuffled(given.lines, keys),
            lots: shuffled(given.lots, keys),
            pools: given.pools,
          }),
        );
        expect(again).toEqual(plan);
        const delta = new Map<string, number>();
        for (const one of lines) {
          const now = new Map(one.allocations.map((a) => [a.lot, a.units]));
          for (const share of plan.shares.filter((s) => s.order_line === one.order_line)) {
            expect(now.get(share.lot) ?? 0).toBe(share.before);
            now.set(share.lot, share.after);
            delta.set(share.lot, (delta.get(share.lot) ?? 0) + share.after - share.before);
          }
          const short = plan.lines.find((l) => l.order_line === one.order_line)?.packs ?? 0;
          expect([...now.values()].reduce((a, b) => a + b, 0)).toBe((one.packs - short) * pack);
          expect(Math.min(...now.values())).toBeGreaterThanOrEqual(0);
        }
        // No lot gives more than it has.
        for (const lot of lots) {
          const free = given.lots.find((l) => l.lot === lot)?.free ?? 0;
          expect(free - (delta.get(lot) ?? 0) - (lot === "a" ? units : 0)).toBeGreaterThanOrEqual(0);
        }
        // Nor does the pool promise more than it has.
        const short_units = plan.lines.reduce((sum, l) => sum + l.packs * pack, 0);
        const aside = plan.aside.reduce((sum, one) => sum + one.units, 0);
        expect(given.pools[0]!.available - units + short_units - aside).toBeGreaterThanOrEqual(0);
        if (restock) expect(aside).toBe(0);
      }),
    );
  });

  it("in any sequence gives back what one short of the same packs gives, to the cent, tax included", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.bigInt({ min: 0n, max: 10_000_000n }),
        fc.bigInt({ min: 0n, max: 1_000_000n }),
        fc.nat(1000),
        fc.array(fc.nat(8), { maxLength: 12 }),
        (packs, goods, freight, tax_ppt, steps) => {
          const paid = goods + freight;
          const parsed = shortLineSchema.parse(
            line(
              "1",
              packs,
              1000,
              {},
              {
                money: {
                  ...money(0),
                  paid_minor: paid,
                  freight_paid_minor: freight,
                  tax_minor: (paid * BigInt(tax_ppt)) / 1000n,
                },
              },
            ),
          );
          let state = parsed;
          let short = 0;
          for (const step of [...steps, packs]) {
            short = Math.min(packs, short + step);
            const back = refundOf(state, short, short === packs ? freight - state.money.refunded_freight_minor : 0n);
            expect(back.tax_minor).toBeLessThanOrEqual(back.goods_minor + back.freight_minor);
            const m = state.money;
            state = {
              ...state,
              money: {
                ...m,
                refunded_goods_minor: m.refunded_goods_minor + back.goods_minor,
                refunded_freight_minor: m.refunded_freight_minor + back.freight_minor,
                refunded_tax_minor: m.refunded_tax_minor + back.tax_minor,
              },
            };
            const once = refundOf(parsed, short, 0n);
            expect(state.money.refunded_goods_minor).toBe(once.goods_minor);
          }
          expect(state.money.refunded_goods_minor + state.money.refunded_freight_minor).toBe(paid);
          expect(state.money.refunded_tax_minor).toBe(parsed.money.tax_minor);
        },
      ),
    );
  });
});

describe("a parcel that left and never came", () => {
  const lines = [line("1", 5, 1000, {}, { money: money(5500, 500, 454) })];
  const destinations = [
    { order: "order_1", destination: "to", items: [{ order_line: "line_1", packs: 5, short: 0, lost: 0, frozen: 5 }] },
  ];
  const parcel = (packs: number) => ({ order: "order_1", destination: "to", items: [{ order_line: "line_1", packs }] });
  const carried = [{ order_line: "line_1", packs: 5, cost_minor: 450n }];
  const boxes = [{ order_line: "line_1", packs: 2, cost_minor: 270n, lost: 0, now: 2 }];

  it("gives its packs back, and what was paid for its own carriage", () => {
    expect(valueOf(decideLostParcel({ parcel: parcel(2), lines, destinations, carried, boxes }))).toMatchObject([
      { packs: 2, goods_minor: 2000n, freight_minor: 300n, tax_minor: 190n, drops: [{ destination: "to", packs: 2 }] },
    ]);
  });

  it("is accounted for once", () => {
    const lost = [{ ...destinations[0]!, items: [{ ...destinations[0]!.items[0]!, short: 4, lost: 4 }] }];
    expect(reasonOf(decideLostParcel({ parcel: parcel(2), lines, destinations: lost, carried, boxes }))).toBe(
      "not_on_its_way",
    );
  });
});

it("every state of a short leads to an end", () => {
  expect(findTransitionFaults(SHORT_TRANSITIONS)).toEqual({
    unreachable: [],
    dead_ends: [],
    leaky_terminals: [],
    unknown: [],
  });
});
