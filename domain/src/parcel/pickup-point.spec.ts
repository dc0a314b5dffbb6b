import { describe, expect, it } from "vitest";
import {
  codesLockedUntil,
  comesAsPriced,
  decidePickup,
  moreComes,
  nameTail,
  phoneTail,
  PICKUP,
  pickupState,
} from "./pickup-point";
import { planParcels } from "./plan-parcels";

const reasonOf = (decided: ReturnType<typeof decidePickup>) => (decided.ok ? decided.value : decided.refusal.reason);

describe("where goods are fetched", () => {
  it.each([
    ["nothing chosen: sent", null, ["p1"], null, null],
    ["a point that was chosen", null, ["p1", "p2"], "p2", "p2"],
    ["a point that closed meanwhile", null, ["p1"], "p2", "pickup_closed"],
    ["a cycle that is sent, whatever was chosen before", "ship", ["p1"], "p1", null],
    ["a cycle that is fetched, with one point", "pickup", ["p1"], null, "p1"],
    ["a cycle that is fetched, with two to choose from", "pickup", ["p1", "p2"], null, "pickup_needed"],
    ["a cycle that is fetched, with a choice", "pickup", ["p1", "p2"], "p1", "p1"],
    ["a cycle that is fetched, of a cooperative without points: sent", "pickup", [], null, null],
  ] as const)("%s", (_, way, points, chosen, expected) => {
    expect(reasonOf(decidePickup({ way, points, chosen }))).toBe(expected);
  });
});

describe("goods come as they were priced", () => {
  const at = (points: Record<string, string>) => new Map(Object.entries(points));
  it.each([
    ["sent and sent", {}, {}, true],
    ["fetched where it was chosen", { a: "p1" }, { a: "p1" }, true],
    ["priced as sent, and a cycle that is fetched opened", {}, { a: "p1" }, false],
    ["priced as fetched, and a cycle that is sent opened", { a: "p1" }, {}, false],
    ["another point than the one it was priced by", { a: "p1" }, { a: "p2" }, false],
    ["one of two", { a: "p1", b: "p3" }, { a: "p1" }, false],
    ["goods of a third that are out of the cart", { a: "p1", c: "p9" }, { a: "p1" }, true],
  ] as const)("%s", (_, priced, now, same) => {
    expect(comesAsPriced(["a", "b"], at(priced), at(now)).ok).toBe(same);
  });
});

describe("how far they are", () => {
  it.each([
    [[], "packing"],
    [["packed", "handed_over"], "packing"],
    [["handed_over", "delivered"], "under_way"],
    // What stands there can be fetched, whatever comes after it.
    [["handed_over", "in_transit"], "ready"],
    [["packed", "in_transit"], "ready"],
    [["packed", "delivered"], "packing"],
    [["in_transit", "delivered"], "ready"],
    [["delivered", "lost"], "fetched"],
    [["lost", "returned"], "ended"],
    [["void"], "ended"],
  ] as const)("%j: %s", (parcels, expected) => {
    expect(pickupState(parcels)).toBe(expected);
  });
  it("and whether more comes", () => {
    expect([["packed", "in_transit"], ["in_transit", "delivered"], ["void"]].map(moreComes)).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe("wrong codes", () => {
  const at = (minute: number) => new Date(minute * 60_000);
  it.each([
    [[0, 1, 2, 3], 4, null],
    [[0, 1, 2, 3, 4], 4, 64],
    [[4, 1, 3, 0, 2], 63, 64],
    [[0, 1, 2, 3, 4], 64, null],
    // Five that lie an hour apart are no guessing.
    [[0, 20, 40, 50, 60], 61, null],
    [[0, 20, 40, 50, 59], 61, 119],
    // After an hour's lock one more is one, not the sixth.
    [[0, 1, 2, 3, 4, 64], 65, null],
  ] as const)("at minutes %j, asked at %i: locked until %o", (wrong, now, until) => {
    expect(codesLockedUntil(wrong.map(at), at(now))).toEqual(until === null ? null : at(until));
  });
});

describe("goods that are fetched", () => {
  const card = (carrier: string, provinces: string[], first_minor: number) => ({
    carrier,
    service: "s",
    currency: "CNY",
    first_weight_g: 1_000,
    step_g: 1_000,
    max_weight_g: 30_000,
    zones: [{ zone: carrier, provinces, first_minor, step_minor: first_minor }],
  });

  it("go in the cheapest cartons at no freight, and no other parcel ever does", () => {
    const items = [{ kind: "walnut", weight_g: 500, count: 4 }];
    const plan = planParcels({
      destinations: [
        { id: "fetched", province_code: PICKUP.place, items },
        { id: "sent", province_code: "44", items },
      ],
      cartons: [
        { code: "S", tare_g: 100, max_weight_g: 1_500, cost_minor: 100, currency: "CNY" },
        { code: "M", tare_g: 200, max_weight_g: 5_000, cost_minor: 180, currency: "CNY" },
      ],
      rate_cards: [card(PICKUP.carrier, [PICKUP.place], 0), card("sf", ["44"], 900)],
    });
    if (!plan.ok) throw new Error(plan.refusal.message);
    const of = (id: string) => plan.value.destinations.find((one) => one.destination === id)?.parcels ?? [];
    expect(of("fetched").map(({ carton, carrier, freight_minor }) => [carton, carrier, freight_minor])).toEqual([
      ["M", "pickup", 0n],
    ]);
    expect(of("sent").map(({ carrier }) => carrier)).toEqual(["sf"]);
  });
});

describe("what stands on a box that strangers see", () => {
  it.each([
    ["欧阳翠花", "**花"],
    ["Ann Smith", "** Smith"],
    ["Li", "**Li"],
    ["-", "**-"],
  ])("%s is %s", (name, tail) => expect(nameTail(name)).toBe(tail));
  it("has the last four digits of a phone", () => expect(phoneTail("+86 138 0013 8000")).toBe("**8000"));
});
