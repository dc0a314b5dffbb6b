import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reasonOf, valueOf } from "../../../test/expect-result";
import { kilometresBetween, pointOfProvince } from "./distance";
import { chooseParts, decideMoreParts, jointStanding, MAX_JOINT_PARTS, type JointPart } from "./joint-quote";
import type { QuoteState } from "../quotes/quote";
import { spreadOrder, type SpreadOffer } from "./spread";
import { spreadBy } from "./spread-prefer";

const now = new Date("2026-11-20T08:00:00Z");
const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
const part = (quote_id: string, state: QuoteState, packs: number, hours = 48): JointPart => ({
  quote_id,
  state,
  packs,
  version: 2,
  by: state === "countered" || state === "requested" ? "buyer" : "seller",
  expires_at: later(hours),
});

describe("a joint quote", () => {
  it("is what its parts are: waiting for the last of them, ending with the first, and lacking what nobody gives", () => {
    const of = (...parts: JointPart[]) => jointStanding(100, parts, now);
    expect(of(part("a", "offered", 60), part("b", "requested", 40, 30))).toEqual({
      state: "waiting",
      standing_packs: 100,
      missing_packs: 0,
      ends_at: later(30),
    });
    expect(of(part("a", "offered", 60), part("b", "rejected", 40))).toEqual({
      state: "offered",
      standing_packs: 60,
      missing_packs: 40,
      ends_at: later(48),
    });
    // Its clock has ended and nobody has said so yet: it counts for nothing.
    expect(of(part("a", "offered", 60), part("b", "offered", 40, 0))).toMatchObject({ missing_packs: 40 });
    expect(of(part("a", "expired", 60))).toEqual({
      state: "over",
      standing_packs: 0,
      missing_packs: 100,
      ends_at: null,
    });
    expect(of(part("a", "accepted", 60), part("b", "withdrawn", 40))).toMatchObject({
      state: "accepted",
      standing_packs: 60,
      missing_packs: 40,
    });
  });

  it("is accepted as a whole: no part that stands is left behind, and none that is not its own", () => {
    const parts = [part("b", "offered", 40), part("a", "offered", 60), part("c", "rejected", 10)];
    const choose = (...ids: string[]) =>
      chooseParts(
        parts,
        ids.map((quote_id) => ({ quote_id, upon_version: 2 })),
        now,
      );
    expect(valueOf(choose("b", "a")).map((one) => one.part.quote_id)).toEqual(["a", "b"]);
    expect(reasonOf(choose("a"))).toBe("joint_parts_open");
    expect(reasonOf(choose())).toBe("nothing_chosen");
    expect(reasonOf(choose("a", "b", "z"))).toBe("quote_not_found");
    expect(reasonOf(chooseParts([part("a", "accepted", 1)], [{ quote_id: "a", upon_version: 2 }], now))).toBe(
      "joint_accepted",
    );
  });

  it("is asked for once more up to what is missing, in so many parts at most", () => {
    const parts = [part("a", "offered", 60), part("b", "rejected", 40)];
    expect(decideMoreParts(100, parts, [{ packs: 30 }, { packs: 10 }], now).ok).toBe(true);
    expect(reasonOf(decideMoreParts(100, parts, [{ packs: 41 }], now))).toBe("above_joint");
    expect(reasonOf(decideMoreParts(100, parts, [], now))).toBe("nothing_chosen");
    const many = Array.from({ length: MAX_JOINT_PARTS }, () => ({ packs: 1 }));
    expect(reasonOf(decideMoreParts(100, parts, many, now))).toBe("too_many_parts");
    expect(reasonOf(decideMoreParts(100, [part("a", "accepted", 60)], [{ packs: 1 }], now))).toBe("joint_accepted");
  });
});

describe("a spread as the buyer would rather have it", () => {
  const offer = (cooperative_id: string, capacity_packs: number, price: number, distance_km: number, stop = 0) => ({
    cooperative_id,
    capacity_packs,
    minimum_packs: 0,
    price_minor_per_pack: BigInt(price),
    carriage_minor_per_pack: 0n,
    stop_minor: BigInt(stop),
    distance_km,
  });
  const counts = (prefer: "cheapest" | "nearest" | "fewest", packs: number, offers: readonly SpreadOffer[]) =>
    Object.fromEntries(valueOf(spreadBy(prefer, packs, offers)).takes.map((take) => [take.cooperative_id, take.packs]));

  it("worked example: a thousand packs of three cooperatives", () => {
    const offers = [offer("cheap", 600, 2_000, 900), offer("near", 500, 2_400, 100), offer("large", 1_000, 2_500, 600)];
    expect(counts("cheapest", 1_000, offers)).toEqual({ cheap: 600, near: 400 });
    expect(counts("nearest", 1_000, offers)).toEqual({ near: 500, large: 500 });
    expect(counts("fewest", 1_000, offers)).toEqual({ large: 1_000 });
    expect(valueOf(spreadBy("fewest", 1_000, offers)).total_minor).toBe(2_500_000n);
  });

  it("gives what was asked for, at its true cost, and nothing does better in what counts first", () => {
    const offers = fc.uniqueArray(
      fc.record({
        id: fc.constantFrom("a", "b", "c", "d"),
        capacity: fc.integer({ min: 0, max: 9 }),
        price: fc.integer({ min: 0, max: 9 }),
        km: fc.integer({ min: 0, max: 9 }),
        stop: fc.constantFrom(0, 0, 5),
      }),
      { selector: (one) => one.id, minLength: 1 },
    );
    fc.assert(
      fc.property(offers, fc.integer({ min: 1, max: 30 }), (raw, packs) => {
        const all = raw.map((one) => offer(one.id, one.capacity, one.price, one.km, one.stop));
        const plain = spreadOrder(packs, all);
        for (const prefer of ["nearest", "fewest"] as const) {
          const spread = spreadBy(prefer, packs, all);
          expect(spread.ok).toBe(plain.ok);
          if (!spread.ok || !plain.ok) continue;
          const { takes, total_minor } = spread.value;
          expect(takes.reduce((sum, take) => sum + take.packs, 0)).toBe(packs);
          const of = new Map(all.map((one) => [one.cooperative_id, one]));
          const cost = takes.reduce((sum, { cooperative_id, packs: count }) => {
            const one = of.get(cooperative_id)!;
            return sum + one.price_minor_per_pack * BigInt(count) + one.stop_minor;
          }, 0n);
          expect(total_minor).toBe(cost);
          expect(total_minor >= plain.value.total_minor).toBe(true);
          const fewest = [...all].sort((a, b) => b.capacity_packs - a.capacity_packs);
          const least = fewest.findIndex(
            (_, at) => fewest.slice(0, at + 1).reduce((sum, one) => sum + one.capacity_packs, 0) >= packs,
          );
          if (prefer === "fewest") expect(takes.length).toBe(least + 1);
          let left = packs;
          let ways = 0;
          for (const one of [...all].sort((a, b) => a.distance_km - b.distance_km)) {
            const count = Math.min(left, one.capacity_packs);
            ways += count * one.distance_km;
            left -= count;
          }
          const own = takes.reduce((sum, take) => sum + take.packs * of.get(take.cooperative_id)!.distance_km, 0);
          if (prefer === "nearest") expect(own).toBe(ways);
        }
      }),
    );
  });

  it("measures as the crow flies, the same both ways", () => {
    const [lanzhou, guangzhou] = [pointOfProvince("62")!, pointOfProvince("44")!];
    expect(kilometresBetween(lanzhou, guangzhou)).toBe(kilometresBetween(guangzhou, lanzhou));
    expect(kilometresBetween(lanzhou, guangzhou)).toBeGreaterThan(1_650);
    expect(kilometresBetween(lanzhou, guangzhou)).toBeLessThan(1_750);
    expect(kilometresBetween(lanzhou, lanzhou)).toBe(0);
    expect(pointOfProvince("99")).toBeUndefined();
  });
});
