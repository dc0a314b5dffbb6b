import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ownerOfReturned } from "../settlement/returned-goods";
import { findTransitionFaults } from "../shared/transitions";
import { CLAIM_TRANSITIONS, carrierDueOn, checkWeighed, decideClaim, decideRemedy, type ClaimEntry } from "./claim";
import {
  bearClaim,
  carrierSettled,
  causesOf,
  checkCause,
  decideCause,
  type ClaimCost,
  decideCarrierAnswer,
} from "./claim-bearer";
import { PICKUP } from "./pickup-point";

const entry = (change: Partial<ClaimEntry> & { state?: string; claimed?: number } = {}): ClaimEntry => {
  const { state = "delivered", claimed = 0, ...rest } = change;
  return {
    kind: "damaged",
    source: "desk",
    parcel: {
      number: "CL1",
      state,
      accounted: false,
      delivered_on: state === "delivered" ? "2026-11-20" : null,
      lines: [{ order_line: "a", packs: 5, claimed }],
    },
    lines: [{ order_line: "a", packs: 2 }],
    report_days: 7,
    today: "2026-11-26",
    ...rest,
  };
};
const reason = (input: ClaimEntry) => {
  const decided = decideClaim(input);
  return decided.ok ? "ok" : decided.refusal.reason;
};

it("the states have no dead end", () => {
  expect(findTransitionFaults(CLAIM_TRANSITIONS)).toEqual({
    unreachable: [],
    dead_ends: [],
    leaky_terminals: [],
    unknown: [],
  });
});

describe("opening a claim", () => {
  it("of what arrived names its packs; of what did not, all of them", () => {
    expect(decideClaim(entry())).toEqual({ ok: true, value: [{ order_line: "a", packs: 2 }] });
    const { lines: _, ...whole } = entry({ kind: "lost", state: "in_transit" });
    expect(decideClaim(whole)).toEqual({ ok: true, value: [{ order_line: "a", packs: 5 }] });
  });

  it.each([
    ["never left", entry({ state: "packed" }), "not_handed_over"],
    ["on its way", entry({ state: "in_transit" }), "still_on_its_way"],
    ["lost, claimed as damaged", entry({ state: "lost" }), "not_arrived"],
    ["arrived, claimed as lost", entry({ kind: "lost" }), "parcel_arrived"],
    ["not back yet", entry({ kind: "returned", state: "in_transit" }), "not_returned"],
    ["more than is in it", entry({ lines: [{ order_line: "a", packs: 6 }] }), "packs_not_in_parcel"],
    ["claimed before", entry({ claimed: 4 }), "packs_not_in_parcel"],
    ["another's line", entry({ lines: [{ order_line: "b", packs: 1 }] }), "packs_not_in_parcel"],
    ["nothing named", entry({ lines: [] }), "packs_not_in_parcel"],
    ["lost, with a claim of it open", entry({ kind: "lost", state: "lost", claimed: 1, lines: [] }), "parcel_claimed"],
    ["a buyer after the days", entry({ source: "buyer", today: "2026-11-28" }), "report_too_late"],
    ["a buyer on the last day", entry({ source: "buyer", today: "2026-11-27" }), "ok"],
    ["the carrier tells of damage before", entry({ source: "carrier", state: "in_transit" }), "ok"],
  ])("%s", (_, input, expected) => {
    expect(reason(input)).toBe(expected);
  });

  it("of more than can still be claimed says how many packs of which line can", () => {
    expect(decideClaim(entry({ lines: [{ order_line: "a", packs: 4 }], claimed: 2 }))).toMatchObject({
      ok: false,
      refusal: { details: { order_line: "a", left_packs: 3, packs: 4 } },
    });
  });

  it("a buyer whose claim waited over the last day may report until as many days are used as the policy gives", () => {
    const late = (today: string) => {
      const input = entry({ source: "buyer", today });
      return reason({
        ...input,
        parcel: { ...input.parcel, waited: [{ from: "2026-11-27", to: "2026-12-09" }] },
      });
    };
    expect(late("2026-12-10")).toBe("ok");
    expect(late("2026-12-11")).toBe("report_too_late");
  });

  it("never claims more packs than are in the parcel, however many claims there are", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 8 }),
        (packs, asks) => {
          let claimed = 0;
          for (const ask of asks) {
            const input = entry({ lines: [{ order_line: "a", packs: ask }] });
            input.parcel.lines = [{ order_line: "a", packs, claimed }];
            const decided = decideClaim(input);
            if (decided.ok) claimed += decided.value[0]?.packs ?? 0;
          }
          expect(claimed).toBeLessThanOrEqual(packs);
        },
      ),
    );
  });

  it("the carrier is asked within its days of the handover", () => {
    expect(carrierDueOn("2026-11-26", 30)).toBe("2026-12-26");
    expect(carrierDueOn("2026-11-26", null)).toBeNull();
  });
});

describe("what is done about it", () => {
  const due = new Date("2026-11-29T00:00:00Z");
  const claim = { state: "opened", kind: "damaged", wish: null, wish_due_at: due, parcel_state: "delivered" } as const;
  const said = (words = "", now = new Date("2026-11-27T00:00:00Z")) => ({ words, now });
  const why = (result: ReturnType<typeof decideRemedy>) => (result.ok ? result.value : result.refusal.reason);

  it("a silent buyer gets the money back once their time is over, and nothing is sent unasked", () => {
    expect(why(decideRemedy(claim, "refund", said()))).toBe("ask_first");
    expect(why(decideRemedy(claim, "refund", said("", due)))).toBe("refund");
    expect(why(decideRemedy(claim, "reship", said("", due)))).toBe("ask_first");
  });

  it("the buyer's wish decides; against the wish for goods only with words, against the wish for money never", () => {
    expect(why(decideRemedy({ ...claim, wish: "reship" }, "reship", said()))).toBe("reship");
    expect(why(decideRemedy({ ...claim, wish: "reship" }, "refund", said()))).toBe("invalid_words");
    expect(why(decideRemedy({ ...claim, wish: "reship" }, "refund", said("sold out")))).toBe("refund");
    expect(why(decideRemedy({ ...claim, wish: "refund" }, "reship", said("we have plenty")))).toBe("wish_differs");
  });

  it("waits for a parcel that may still arrive, and decides once", () => {
    const way = { ...claim, wish: "refund" as const, parcel_state: "in_transit" };
    expect(why(decideRemedy(way, "refund", said()))).toBe("still_on_its_way");
    expect(why(decideRemedy({ ...way, kind: "lost" }, "refund", said()))).toBe("refund");
    expect(why(decideRemedy({ ...way, state: "done" }, "refund", said()))).toBe("claim_state");
  });
});

describe("who bears it", () => {
  const cost = (change: Partial<ClaimCost>): ClaimCost => ({
    cost_minor: 40_000,
    cause: "carrier",
    limit_minor: null,
    lots_bp: 0,
    lots: [],
    ...change,
  });
  const borne = (change: Partial<ClaimCost>) => {
    const shares = bearClaim(cost(change));
    if (!shares.ok) throw new Error(shares.refusal.message);
    return shares.value;
  };

  it("the carrier up to its limit, the cooperative the rest", () => {
    expect(borne({})).toMatchObject({ carrier_minor: 40_000n, cooperative_minor: 0n });
    expect(borne({ limit_minor: 30_000 })).toMatchObject({ carrier_minor: 30_000n, cooperative_minor: 10_000n });
  });

  it("the cooperative what was packed wrongly", () => {
    expect(borne({ cause: "packing", limit_minor: 30_000 })).toEqual({
      carrier_minor: 0n,
      cooperative_minor: 40_000n,
      lots: [],
    });
  });

  const lots = [
    { lot: "lot_b", household: "wang", weight: 1000, most_minor: 99_999 },
    { lot: "lot_a", household: "li", weight: 3000, most_minor: 2_000 },
  ];

  it("lots nothing, unless the policy says so; then by weight, never more than their household is owed", () => {
    expect(borne({ cause: "goods", lots })).toMatchObject({ cooperative_minor: 40_000n, lots: [] });
    expect(borne({ cause: "goods", lots_bp: 2_000, lots })).toMatchObject({
      carrier_minor: 0n,
      cooperative_minor: 36_000n,
      lots: [
        { lot: "lot_a", household: "li", amount_minor: 2_000n },
        { lot: "lot_b", household: "wang", amount_minor: 2_000n },
      ],
    });
  });

  it("the parts sum to the cost, lots stay in their caps, and the order of the lots does not matter", () => {
    const any = fc.record({
      cost_minor: fc.integer({ min: 0, max: 10_000_000 }),
      cause: fc.constantFrom("carrier" as const, "packing" as const, "goods" as const),
      limit_minor: fc.option(fc.integer({ min: 0, max: 10_000_000 }), { nil: null }),
      lots_bp: fc.integer({ min: 0, max: 5_000 }),
      lots: fc.uniqueArray(
        fc.record({
          lot: fc.string({ minLength: 1, maxLength: 4 }),
          household: fc.constantFrom("li", "wang", "zhao"),
          weight: fc.integer({ min: 0, max: 100_000 }),
          most_minor: fc.integer({ min: 0, max: 100_000 }),
        }),
        { selector: (one) => one.lot, maxLength: 8 },
      ),
    });
    fc.assert(
      fc.property(any, (input) => {
        const shares = bearClaim(input);
        if (!shares.ok) throw new Error(shares.refusal.message);
        const { carrier_minor, cooperative_minor, lots: by_lot } = shares.value;
        const sum = by_lot.reduce((total, one) => total + one.amount_minor, 0n);
        expect(carrier_minor + cooperative_minor + sum).toBe(BigInt(input.cost_minor));
        expect(cooperative_minor >= 0n && carrier_minor >= 0n).toBe(true);
        for (const household of ["li", "wang", "zhao"]) {
          const mine = by_lot.filter((one) => one.household === household);
          const most = input.lots.filter((one) => one.household === household).map((one) => one.most_minor);
          const taken = mine.reduce((total, one) => total + one.amount_minor, 0n);
          expect(taken <= BigInt(Math.min(...(most.length > 0 ? most : [0])))).toBe(true);
        }
        const turned = bearClaim({ ...input, lots: [...input.lots].reverse() });
        expect(turned).toEqual(shares);
      }),
      { numRuns: 300 },
    );
  });

  it("goods that came back by an earlier claim are no household's: what falls on them is the cooperative's", () => {
    const owner = ownerOfReturned("claim_1");
    const any = fc.record({
      cost_minor: fc.integer({ min: 0, max: 10_000_000 }),
      lots_bp: fc.integer({ min: 0, max: 5_000 }),
      claws_back: fc.boolean(),
      lots: fc.uniqueArray(
        fc.record({
          lot: fc.string({ minLength: 1, maxLength: 4 }),
          household: fc.constantFrom("li", owner),
          weight: fc.integer({ min: 0, max: 100_000 }),
          most_minor: fc.integer({ min: 0, max: 100_000 }),
        }),
        { selector: (one) => one.lot, maxLength: 8 },
      ),
    });
    fc.assert(
      fc.property(any, (input) => {
        const shares = borne({ ...input, cause: "goods" });
        expect(shares.lots.map((one) => one.household)).not.toContain(owner);
        const by_lots = shares.lots.reduce((sum, one) => sum + one.amount_minor + one.later_minor, 0n);
        expect(shares.cooperative_minor + by_lots).toBe(BigInt(input.cost_minor));
        // The household's lots bear what they would with a neighbour's in its place.
        const neighbour = input.lots.map((one) => (one.household === owner ? { ...one, household: "wang" } : one));
        const beside = borne({ ...input, lots: neighbour, cause: "goods" });
        expect(shares.lots).toEqual(beside.lots.filter((one) => one.household === "li"));
      }),
      { numRuns: 300 },
    );
  });

  it("goods are the cause only when a second person found it, with a photo", () => {
    const people = { opened_by: "li", decides: "wang" };
    const found = { finding: "goods", person: "zhao", photos: 1 } as const;
    const why = (result: ReturnType<typeof decideCause>) => (result.ok ? result.value : result.refusal.reason);
    expect(why(decideCause("carrier", null, people))).toBe("carrier");
    expect(why(decideCause("goods", null, people))).toBe("inspect_first");
    expect(why(decideCause("goods", { ...found, photos: 0 }, people))).toBe("inspect_first");
    expect(why(decideCause("goods", { ...found, finding: "carrier" }, people))).toBe("inspect_first");
    expect(why(decideCause("goods", { ...found, person: "li" }, people))).toBe("same_person");
    expect(why(decideCause("goods", { ...found, person: "wang" }, people))).toBe("same_person");
    expect(why(decideCause("goods", found, people))).toBe("goods");
  });

  it("of what is fetched no carrier is the cause, of what is sent it may be", () => {
    const why = (result: ReturnType<typeof checkCause>) => (result.ok ? result.value : result.refusal.reason);
    expect(causesOf(PICKUP.carrier)).toEqual(["packing", "goods"]);
    expect(causesOf("sf")).toEqual(["carrier", "packing", "goods"]);
    expect(why(checkCause("carrier", PICKUP.carrier))).toBe("no_carrier");
    expect(why(checkCause("packing", PICKUP.carrier))).toBe("packing");
    expect(why(checkCause("carrier", "sf"))).toBe("carrier");
  });

  it("what the carrier does not pay is lost, what it pays above is no loss", () => {
    expect(carrierSettled(300n, 300n)).toEqual({ lost_minor: 0n, over_minor: 0n });
    expect(carrierSettled(300n, 100n)).toEqual({ lost_minor: 200n, over_minor: 0n });
    expect(carrierSettled(300n, 350n)).toEqual({ lost_minor: 0n, over_minor: 50n });
  });
});

describe("what was weighed on arrival", () => {
  const parcel = { kind: "damaged" as const, number: "CL1", gross_g: 5_250 };

  it("is said or not, from nothing to twice the parcel, in whole grams", () => {
    expect(checkWeighed(undefined, { ...parcel, kind: "lost" })).toEqual({ ok: true, value: null });
    for (const weighed_g of [0, 1, 4_820, 10_500]) {
      expect(checkWeighed(weighed_g, parcel)).toEqual({ ok: true, value: weighed_g });
    }
  });

  it("is refused at its field where it can't be, with the weights that can", () => {
    for (const weighed_g of [-1, 10_501, 4_820.5, 4_820_000]) {
      expect(checkWeighed(weighed_g, parcel)).toMatchObject({
        refusal: { reason: "weight_not_possible", field: "weighed_g" },
      });
    }
    const over = checkWeighed(48_200, parcel);
    expect(!over.ok && over.refusal.message).toMatch(/5\.25 kg.*48\.2 kg.*10\.5 kg/);
    expect(checkWeighed(0, { ...parcel, kind: "lost" })).toMatchObject({ refusal: { field: "weighed_g" } });
  });
});

describe("what a carrier may have answered", () => {
  const money = { min: 0n, max: 1_000_000n };

  it("is at most what it was asked for; by two people at most what the claim cost", () => {
    const facts = fc.record({ asked_minor: fc.bigInt(money), over: fc.bigInt(money), paid_minor: fc.bigInt(money) });
    fc.assert(
      fc.property(facts, ({ asked_minor, over, paid_minor }) => {
        const claim = { asked_minor, cost_minor: asked_minor + over, currency: "CNY" };
        const said = { answer: paid_minor > 0n ? ("paid" as const) : ("refused" as const), paid_minor };
        expect(decideCarrierAnswer(said, claim, false).ok).toBe(paid_minor <= asked_minor);
        expect(decideCarrierAnswer(said, claim, true).ok).toBe(paid_minor <= claim.cost_minor);
      }),
    );
  });

  it("says the amounts when it is more, and is paid above zero or not at all", () => {
    const claim = { asked_minor: 26_101n, cost_minor: 26_101n, currency: "CNY" };
    const slip = decideCarrierAnswer({ answer: "paid", paid_minor: 9_999_900n }, claim, false);
    expect(slip).toMatchObject({ refusal: { reason: "more_than_asked", field: "paid_minor" } });
    expect(!slip.ok && slip.refusal.message).toMatch(/261\.01.*99999\.00/);
    for (const said of [{ answer: "paid", paid_minor: 0n } as const, { answer: "none", paid_minor: 1n } as const]) {
      expect(decideCarrierAnswer(said, claim, true)).toMatchObject({ refusal: { reason: "invalid_amount" } });
    }
  });
});
