import type { Basket } from "@commonlot/domain";
import { describe, expect, it } from "vitest";
import { EXAMPLE_CARTONS, EXAMPLE_RATE_CARDS } from "./example-rates";
import { ThreadPlanner } from "./planner";

const prices = {
  coop: { cartons: EXAMPLE_CARTONS.map(({ title: _, ...carton }) => carton), rate_cards: [...EXAMPLE_RATE_CARDS] },
};
/** Tonnes for one place: far more than is planned on the spot. */
const load: Basket = {
  cooperative: "coop",
  province_code: "44",
  items: Array.from({ length: 12 }, (_, at) => ({ kind: `line_${at}`, weight_g: 530 + at * 711, count: 40_000 + at })),
};

describe("a load of tonnes", () => {
  it("is planned in a thread, as patterns with counts, and the event loop goes on", async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 5);
    const planner = new ThreadPlanner();
    const plan = await planner.plan({ baskets: [load], prices });
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(10);
    if (!plan.ok) throw new Error(plan.refusal.message);
    const [one] = plan.value;
    expect(one!.patterns.length).toBeLessThan(100);
    expect(one!.parcels).toBe(one!.patterns.reduce((sum, pattern) => sum + pattern.parcels, 0));
    for (const { kind, count } of load.items) {
      const packed = one!.patterns.reduce(
        (sum, { parcels, lines }) => sum + parcels * (lines.find((line) => line.kind === kind)?.count ?? 0),
        0,
      );
      expect(packed).toBe(count);
    }
    expect(await planner.verify({ baskets: [load], prices }, plan.value)).toEqual([]);
    const lied = plan.value.map((basket) => ({ ...basket, parcels: basket.parcels - 1 }));
    expect(await planner.verify({ baskets: [load], prices }, lied)).not.toEqual([]);
  });

  it("whose time is over at once is still a whole plan, with a bound that holds", async () => {
    const hurried = new ThreadPlanner(0);
    const plan = await hurried.plan({ baskets: [load], prices });
    if (!plan.ok) throw new Error(plan.refusal.message);
    const { lower_bound, upper_bound } = plan.value[0]!.certificate;
    expect(lower_bound).toBeLessThan(upper_bound);
    expect(await hurried.verify({ baskets: [load], prices }, plan.value)).toEqual([]);
  });
});
