import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reasonOf, shuffled, valueOf } from "../../../test/expect-result";
import { MAX_CART_LINES } from "../../pool/hold";
import { addDays } from "../../shared/dates";
import { assertTransition, findTransitionFaults, statesOf } from "../../shared/transitions";
import { capIsNothing, capOf, freightGap, freightInDoubt, settleFreight, taxOfPart } from "./freight-gap";
import { decideRequest } from "./quote-request";
import {
  decideAccept,
  decideEnd,
  decideVersion,
  isExpired,
  MAX_QUOTE_DAYS,
  MAX_VERSIONS,
  QUOTE_TRANSITIONS,
  quotesThatGiveWay,
  turnOf,
  type AcceptInput,
  type QuoteFacts,
  type QuoteSide,
} from "./quote";

const HOUR = 3_600_000;
const now = new Date("2026-11-20T08:00:00Z");
const later = (hours: number) => new Date(now.getTime() + hours * HOUR);
const offered: QuoteFacts = { state: "offered", version: 2, by: "seller", expires_at: later(48) };
const wanted = new Map([
  ["pool_a", 800_000],
  ["pool_b", 200_000],
]);
const hold = { state: "soft", expires_at: later(48), units: wanted } as const;
const accept = (change: Partial<AcceptInput> = {}, at = now) =>
  decideAccept({ quote: offered, by: "buyer", upon_version: 2, wanted, hold, approval: "not_needed", ...change }, at);

describe("a quote", () => {
  it("reaches every state and ends from each; whose turn it is follows from its state", () => {
    const none = { unreachable: [], dead_ends: [], leaky_terminals: [], unknown: [] };
    expect(findTransitionFaults(QUOTE_TRANSITIONS)).toEqual(none);
    expect(statesOf(QUOTE_TRANSITIONS).map((state) => turnOf(state))).toEqual([
      "seller",
      "buyer",
      "seller",
      null,
      null,
      null,
      null,
    ]);
  });

  it("is offered by the seller first, for at most sixty days from now", () => {
    const request: QuoteFacts = { state: "requested", version: 1, by: "buyer", expires_at: later(100) };
    const by = (side: QuoteSide, expires_at: Date | null) =>
      decideVersion(request, { by: side, upon_version: 1, expires_at }, now);
    expect(reasonOf(by("buyer", null))).toBe("not_your_turn");
    expect(valueOf(by("seller", later(24)))).toEqual({ version: 2, state: "offered", expires_at: later(24) });
    expect(valueOf(by("seller", later(24 * MAX_QUOTE_DAYS))).state).toBe("offered");
    for (const wrong of [null, now, later(-1), later(24 * MAX_QUOTE_DAYS + 1), new Date(NaN)])
      expect(reasonOf(by("seller", wrong))).toBe("invalid_expiry");
  });

  it("a counter keeps the offer's end: a buyer never lengthens the hold", () => {
    const counter = decideVersion(offered, { by: "buyer", upon_version: 2, expires_at: later(1_000) }, now);
    expect(valueOf(counter)).toEqual({ version: 3, state: "countered", expires_at: offered.expires_at });
  });

  it("has an end to its versions", () => {
    const worn = { ...offered, version: MAX_VERSIONS };
    const draft = { by: "buyer", upon_version: MAX_VERSIONS, expires_at: null } as const;
    expect(reasonOf(decideVersion(worn, draft, now))).toBe("too_many_versions");
  });

  it("is rejected by the other side, taken back by either, and only upon the last version", () => {
    expect(valueOf(decideEnd(offered, { by: "buyer", as: "rejected", upon_version: 2 }, now))).toBe("rejected");
    expect(reasonOf(decideEnd(offered, { by: "seller", as: "rejected", upon_version: 2 }, now))).toBe("not_your_turn");
    expect(valueOf(decideEnd(offered, { by: "seller", as: "withdrawn", upon_version: 2 }, now))).toBe("withdrawn");
    expect(reasonOf(decideEnd(offered, { by: "buyer", as: "rejected", upon_version: 1 }, now))).toBe("stale_version");
  });
});

describe("a request", () => {
  const ask = (units: number, wanted_on: string, most_units = 20_000_000) =>
    decideRequest({ goods: [{ units, most_units }], wanted_on }, "2026-11-30");

  it("is for today or later, and no more than all pools could ever give", () => {
    expect(ask(20_000_000, "2026-11-30").ok).toBe(true);
    const above = ask(20_000_001, "2026-12-01");
    expect(reasonOf(above)).toBe("above_all_pools");
    expect(!above.ok && above.refusal.details).toEqual({ most_units: 20_000_000 });
    expect(reasonOf(ask(1, "2026-11-29"))).toBe("day_past");
    expect(reasonOf(ask(1, "2026-11-31"))).toBe("invalid_day");
    expect(ask(1, addDays("2026-11-30", 550)).ok).toBe(true);
    expect(reasonOf(ask(1, addDays("2026-11-30", 551)))).toBe("too_far_ahead");
  });

  it("is for whole units of something, and names the good at fault", () => {
    for (const units of [0, -1, 0.5, NaN]) expect(reasonOf(ask(units, "2026-12-01"))).toBe("invalid_units");
    expect(reasonOf(decideRequest({ goods: [], wanted_on: "2026-12-01" }, "2026-11-30"))).toBe("nothing_asked");
    const good = { units: 1, most_units: 1 };
    const many = { goods: Array.from({ length: MAX_CART_LINES + 1 }, () => good), wanted_on: "2026-12-01" };
    expect(reasonOf(decideRequest(many, "2026-11-30"))).toBe("too_many_lines");
    const second = decideRequest({ goods: [good, { units: 2, most_units: 1 }], wanted_on: "2026-12-01" }, "2026-11-30");
    expect(!second.ok && second.refusal.field).toBe("goods.1.units");
  });
});

describe("accepting", () => {
  it("turns the whole hold into the order's", () => {
    expect(valueOf(accept())).toEqual({ version: 2, release: [] });
    expect(valueOf(accept({ approval: "granted" })).version).toBe(2);
  });

  it("of a version that asks for less gives the rest back, pool by pool", () => {
    const less = new Map([["pool_a", 500_000]]);
    expect(valueOf(accept({ wanted: less })).release).toEqual([
      { pool_id: "pool_a", delta_units: -300_000 },
      { pool_id: "pool_b", delta_units: -200_000 },
    ]);
  });

  it("is refused of one's own version, an old one, an expired one, and a mere request", () => {
    expect(reasonOf(accept({ by: "seller" }))).toBe("own_version");
    expect(reasonOf(accept({ upon_version: 1 }))).toBe("stale_version");
    expect(valueOf(accept({}, later(47.99))).version).toBe(2);
    expect(reasonOf(accept({}, later(48)))).toBe("quote_expired");
    const request: QuoteFacts = { ...offered, state: "requested", version: 1, by: "buyer" };
    expect(reasonOf(accept({ quote: request, by: "seller", upon_version: 1 }))).toBe("not_your_turn");
    for (const state of ["accepted", "rejected", "withdrawn"] as const)
      expect(reasonOf(accept({ quote: { ...offered, state } }))).toBe("quote_ended");
    expect(reasonOf(accept({ quote: { ...offered, state: "expired" } }))).toBe("quote_expired");
  });

  it("is refused when the hold is gone, over, somebody's order already, or smaller in any pool", () => {
    expect(reasonOf(accept({ hold: null }))).toBe("hold_gone");
    expect(reasonOf(accept({ hold: { ...hold, state: "released" } }))).toBe("hold_gone");
    expect(reasonOf(accept({ hold: { ...hold, state: "confirmed" } }))).toBe("hold_gone");
    expect(reasonOf(accept({ hold: { ...hold, expires_at: now } }))).toBe("hold_gone");
    const small = accept({ hold: { ...hold, units: new Map([["pool_a", 1_000_000]]) } });
    expect(reasonOf(small)).toBe("hold_too_small");
    expect(!small.ok && small.refusal.details).toEqual({ short: [{ pool_id: "pool_b", delta_units: 200_000 }] });
  });

  it("waits for the company's approver, also when the seller takes the buyer's counter", () => {
    const countered: QuoteFacts = { ...offered, state: "countered", version: 3, by: "buyer" };
    const by_seller = { quote: countered, by: "seller", upon_version: 3 } as const;
    expect(reasonOf(accept({ ...by_seller, approval: "waiting" }))).toBe("approval_waiting");
    expect(valueOf(accept({ ...by_seller, approval: "granted" })).version).toBe(3);
  });
});

describe("a negotiation of any length", () => {
  type Act = { by: QuoteSide; what: "version" | "accept" | "rejected" | "withdrawn"; hours: number; old: boolean };
  const act: fc.Arbitrary<Act> = fc.record({
    by: fc.constantFrom<QuoteSide>("buyer", "seller"),
    what: fc.constantFrom("version", "version", "version", "accept", "rejected", "withdrawn"),
    hours: fc.integer({ min: 0, max: 30 }),
    old: fc.boolean(),
  });

  it("moves only as the table says, is accepted once at most, by the other side, in time, and never after an end", () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 25 }), (acts) => {
        let quote: QuoteFacts = { state: "requested", version: 1, by: "buyer", expires_at: later(72) };
        let at = now;
        let ended = false;
        for (const { by, what, hours, old } of acts) {
          at = new Date(at.getTime() + hours * HOUR);
          const upon_version = quote.version - (old ? 1 : 0);
          const before = quote;
          if (what === "version") {
            const made = decideVersion(quote, { by, upon_version, expires_at: new Date(at.getTime() + 48 * HOUR) }, at);
            if (made.ok) quote = { ...made.value, by };
          } else if (what === "accept") {
            const done = accept({ quote, by, upon_version, hold: { ...hold, expires_at: quote.expires_at } }, at);
            if (done.ok) {
              expect([quote.by !== by, quote.state !== "requested", at < quote.expires_at]).toEqual([true, true, true]);
              quote = { ...quote, state: "accepted" };
            }
          } else {
            const done = decideEnd(quote, { by, as: what, upon_version }, at);
            if (done.ok) quote = { ...quote, state: done.value };
          }
          if (quote === before) continue;
          expect([ended, old, isExpired(before, at)]).toEqual([false, false, false]);
          expect(assertTransition(QUOTE_TRANSITIONS, before.state, quote.state).ok).toBe(true);
          if (quote.by === "buyer" && quote.state === "countered") expect(quote.expires_at).toEqual(before.expires_at);
          ended = turnOf(quote.state) === null;
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("when a pool holds less than it promised", () => {
  const ranked = (quote_id: string, units: number, priority: number, hours: number) => ({
    quote_id,
    units,
    priority,
    held_since: later(hours),
  });

  it("quotes of the lowest priority give way, of those the youngest first, and no more of them than needed", () => {
    const holds = [ranked("a", 100, 1, 0), ranked("b", 100, 0, 0), ranked("c", 100, 0, 5), ranked("d", 100, 2, 9)];
    expect(quotesThatGiveWay(holds, 0)).toEqual([]);
    expect(quotesThatGiveWay(holds, 100)).toEqual(["c"]);
    expect(quotesThatGiveWay(holds, 101)).toEqual(["c", "b"]);
    expect(quotesThatGiveWay(holds, 250)).toEqual(["c", "b", "a"]);
    expect(quotesThatGiveWay(holds, 1_000)).toEqual(["c", "b", "a", "d"]);
  });

  it("free enough if all together can, whatever the order of the input, and all but the last would be too few", () => {
    const holds = fc.uniqueArray(
      fc.record({
        quote_id: fc.string({ minLength: 1, maxLength: 3 }),
        units: fc.integer({ min: 1, max: 50 }),
        priority: fc.integer({ min: 0, max: 2 }),
        hours: fc.integer({ min: 0, max: 3 }),
      }),
      { selector: (one) => one.quote_id, maxLength: 12 },
    );
    fc.assert(
      fc.property(holds, fc.nat(400), fc.array(fc.nat(), { minLength: 1 }), (raw, lacking, keys) => {
        const all = raw.map((one) => ranked(one.quote_id, one.units, one.priority, one.hours));
        const giving = quotesThatGiveWay(all, lacking);
        expect(quotesThatGiveWay(shuffled(all, keys), lacking)).toEqual(giving);
        const units = new Map(all.map((one) => [one.quote_id, one.units]));
        const freed = (ids: string[]) => ids.reduce((sum, id) => sum + (units.get(id) ?? 0), 0);
        expect(freed(giving) >= lacking || giving.length === all.length).toBe(true);
        if (giving.length > 0) expect(freed(giving.slice(0, -1))).toBeLessThan(lacking);
      }),
    );
  });
});

describe("the gap between freight quoted and freight planned", () => {
  it("is borne by whom the quote says; an odd cent is the buyer's, and a gain is shared as a loss is", () => {
    expect(freightGap(10_000n, 12_001n, { bearer: "buyer" })).toEqual({
      gap_minor: 2_001n,
      buyer_minor: 12_001n,
      cooperative_minor: 0n,
    });
    expect(freightGap(10_000n, 12_001n, { bearer: "cooperative" })).toMatchObject({
      buyer_minor: 10_000n,
      cooperative_minor: 2_001n,
    });
    expect(freightGap(10_000n, 12_001n, { bearer: "shared", buyer_bp: 5_000 })).toMatchObject({
      buyer_minor: 11_001n,
      cooperative_minor: 1_000n,
    });
    expect(freightGap(10_000n, 7_999n, { bearer: "shared", buyer_bp: 5_000 })).toMatchObject({
      buyer_minor: 8_999n,
      cooperative_minor: -1_000n,
    });
  });

  it("together is exactly what the plan costs, and the buyer's part lies between the two figures", () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 12n });
    fc.assert(
      fc.property(amount, amount, fc.integer({ min: 0, max: 10_000 }), (quoted, planned, buyer_bp) => {
        const { buyer_minor, cooperative_minor } = freightGap(quoted, planned, { bearer: "shared", buyer_bp });
        expect(buyer_minor + cooperative_minor).toBe(planned);
        const [low, high] = quoted < planned ? [quoted, planned] : [planned, quoted];
        expect(low <= buyer_minor && buyer_minor <= high).toBe(true);
      }),
    );
    expect(() => freightGap(-1n, 0n, { bearer: "buyer" })).toThrow("never below zero");
    expect(() => freightGap(1n, 0n, { bearer: "shared", buyer_bp: 10_001 })).toThrow("basis points");
  });

  it("is asked of the buyer up to a cap, a tenth of the freight where the quote says nothing; what is above it the cooperative bears", () => {
    expect(settleFreight(8_800n, 8_000n, { bearer: "buyer" })).toEqual({
      gap_minor: -800n,
      buyer_minor: 8_000n,
      cooperative_minor: 0n,
      back_minor: 800n,
      ask_minor: 0n,
      above_minor: 0n,
    });
    expect(settleFreight(8_800n, 10_000n, { bearer: "buyer" })).toEqual({
      gap_minor: 1_200n,
      buyer_minor: 9_680n,
      cooperative_minor: 320n,
      back_minor: 0n,
      ask_minor: 880n,
      above_minor: 320n,
    });
    // The cap is rounded down, and a gain knows none.
    expect(settleFreight(99n, 200n, { bearer: "buyer" }).ask_minor).toBe(9n);
    expect(settleFreight(8_800n, 0n, { bearer: "buyer", cap_bp: 0 }).back_minor).toBe(8_800n);
    expect(settleFreight(8_800n, 9_000n, { bearer: "buyer", cap_bp: 0 })).toMatchObject({
      ask_minor: 0n,
      above_minor: 200n,
      cooperative_minor: 200n,
    });
    expect(settleFreight(10_000n, 12_001n, { bearer: "shared", buyer_bp: 5_000, cap_bp: 2_000 })).toMatchObject({
      ask_minor: 1_001n,
      above_minor: 0n,
      cooperative_minor: 1_000n,
    });
    expect(settleFreight(0n, 500n, { bearer: "buyer" })).toMatchObject({ ask_minor: 0n, above_minor: 500n });
  });

  it("is the cooperative's where it bears it, and where nobody can be asked", () => {
    expect(capOf({ bearer: "cooperative" })).toBe(0);
    expect(settleFreight(8_800n, 9_000n, { bearer: "cooperative" })).toMatchObject({
      back_minor: 0n,
      ask_minor: 0n,
      above_minor: 0n,
      cooperative_minor: 200n,
    });
    expect(settleFreight(8_800n, 8_000n, { bearer: "cooperative" })).toMatchObject({
      back_minor: 0n,
      cooperative_minor: -800n,
    });
    expect(settleFreight(8_800n, 9_000n, { bearer: "buyer" }, false)).toMatchObject({
      ask_minor: 0n,
      above_minor: 0n,
      cooperative_minor: 200n,
    });
    expect(settleFreight(8_800n, 8_000n, { bearer: "buyer" }, false).back_minor).toBe(800n);
    for (const cap_bp of [-1, 0.5, 10_001, NaN])
      expect(() => settleFreight(1n, 2n, { bearer: "buyer", cap_bp })).toThrow("basis points");
  });

  it("is settled to the cent: both together pay the plan, the buyer what was quoted less what comes back or more what is asked", () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 12n });
    const bp = fc.integer({ min: 0, max: 10_000 });
    fc.assert(
      fc.property(amount, amount, bp, bp, (quoted, planned, buyer_bp, cap_bp) => {
        const term = { bearer: "shared", buyer_bp, cap_bp } as const;
        const { gap_minor, buyer_minor, cooperative_minor, back_minor, ask_minor, above_minor } = settleFreight(
          quoted,
          planned,
          term,
        );
        expect(gap_minor).toBe(planned - quoted);
        expect(buyer_minor + cooperative_minor).toBe(planned);
        expect(buyer_minor).toBe(quoted - back_minor + ask_minor);
        expect(back_minor === 0n || ask_minor + above_minor === 0n).toBe(true);
        expect([back_minor, ask_minor, above_minor].every((one) => one >= 0n)).toBe(true);
        expect(ask_minor * 10_000n <= quoted * BigInt(cap_bp)).toBe(true);
        // Had the buyer agreed to what is above the cap, it would be as without one.
        expect(buyer_minor + above_minor).toBe(freightGap(quoted, planned, term).buyer_minor);
      }),
    );
  });

  it("has its tax to the cent in however many parts it is paid", () => {
    fc.assert(
      fc.property(
        fc.array(fc.bigInt({ min: 1n, max: 10n ** 9n }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 0, max: 100 }),
        (parts, percent) => {
          const amount_minor = parts.reduce((sum, one) => sum + one, 0n);
          const tax_minor = (amount_minor * BigInt(percent)) / 100n;
          let before = 0n;
          let tax = 0n;
          for (const part of parts) {
            const of = taxOfPart({ amount_minor, tax_minor }, before, part);
            expect(of >= 0n && of <= part).toBe(true);
            tax += of;
            before += part;
          }
          expect(tax).toBe(tax_minor);
        },
      ),
    );
  });
});

describe("freight of an offer that looks forgotten", () => {
  it("is nothing, or less than half of what is planned; where nobody can say what it costs nothing is in doubt", () => {
    expect(freightInDoubt(0n, 34_300n)).toBe(true);
    expect(freightInDoubt(17_149n, 34_300n)).toBe(true);
    expect(freightInDoubt(17_150n, 34_300n)).toBe(false);
    expect(freightInDoubt(40_000n, 34_300n)).toBe(false);
    expect(freightInDoubt(0n, 0n)).toBe(false);
    expect(freightInDoubt(0n, null)).toBe(false);
  });

  it("makes a cap of nothing, whoever bears a part of the loss", () => {
    expect(capIsNothing(0n, { bearer: "buyer" })).toBe(true);
    expect(capIsNothing(0n, { bearer: "shared", buyer_bp: 5_000, cap_bp: 2_000 })).toBe(true);
    expect(capIsNothing(1n, { bearer: "buyer" })).toBe(false);
    expect(capIsNothing(0n, { bearer: "cooperative" })).toBe(false);
    expect(capIsNothing(0n, { bearer: "buyer", cap_bp: 0 })).toBe(false);
    expect(settleFreight(0n, 34_300n, { bearer: "buyer" }).ask_minor).toBe(0n);
  });
});
