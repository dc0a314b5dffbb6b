import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { reasonOf, shuffled, valueOf } from "../../../test/expect-result";
import { COMPANY_ROLES } from "./company";
import { calendarWindow } from "./local-days";
import {
  decideApproval,
  decidePurchase,
  leftOf,
  spentIn,
  type ApprovalInput,
  type PurchaseInput,
  type SpentOrder,
} from "./spending";

const frame = { company_state: "approved", currency: "CNY", time_zone: "Asia/Shanghai" } as const;
const monthly = (limit: number, per_order: number | null = null) => ({
  per_order_minor: per_order === null ? null : BigInt(per_order),
  per_window: { kind: "month", limit_minor: BigInt(limit) } as const,
});
const spent = (order_id: string, asked_at: string, total: number, more: Partial<SpentOrder> = {}): SpentOrder => ({
  order_id,
  person: "bo",
  asked_at: new Date(asked_at),
  total_minor: BigInt(total),
  state: "placed",
  ...more,
});
const purchase = (change: Partial<PurchaseInput> & { total?: number } = {}) =>
  decidePurchase({
    ...frame,
    buyer: { person: "bo", roles: ["buyer"], limits: monthly(1_000_000, 400_000) },
    order: { total_minor: BigInt(change.total ?? 300_000), currency: "CNY" },
    before: [],
    now: new Date("2026-11-30T15:30:00Z"),
    ...change,
  });

describe("what is left of a limit", () => {
  it("is the rest, and nothing once more is spent than a lowered limit allows", () => {
    expect([leftOf(100n, 0n), leftOf(100n, 99n), leftOf(100n, 100n), leftOf(100n, 101n)]).toEqual([100n, 1n, 0n, 0n]);
  });
});

describe("a buyer's order", () => {
  it("is placed within the limits, the limit itself included", () => {
    expect(valueOf(purchase({ total: 400_000 }))).toEqual({ action: "place" });
    expect(valueOf(purchase({ total: 400_001 }))).toEqual({
      action: "ask_approval",
      why: { over: "order", limit_minor: 400_000n },
    });
  });

  it("at the month's last minute counts with this month, a minute later with the next, by the company's clock", () => {
    const before = [spent("o1", "2026-11-02T08:00:00Z", 800_000)];
    expect(valueOf(purchase({ before }))).toMatchObject({
      action: "ask_approval",
      why: { over: "window", limit_minor: 1_000_000n, spent_minor: 800_000n, window: { last_day: "2026-11-30" } },
    });
    expect(valueOf(purchase({ before, now: new Date("2026-11-30T16:00:00Z") }))).toEqual({ action: "place" });
    // In Berlin it is still November then.
    expect(
      valueOf(purchase({ before, now: new Date("2026-11-30T16:00:00Z"), time_zone: "Europe/Berlin" })),
    ).toMatchObject({ action: "ask_approval" });
  });

  it("is refused of a company that is not approved, from who is no buyer, in another currency, for nothing", () => {
    expect(reasonOf(purchase({ company_state: "registered" }))).toBe("company_not_approved");
    expect(reasonOf(purchase({ company_state: "suspended" }))).toBe("company_not_approved");
    const limits = monthly(1);
    expect(reasonOf(purchase({ buyer: { person: "bo", roles: ["owner", "approver"], limits } }))).toBe("not_your_role");
    expect(reasonOf(purchase({ order: { total_minor: 1n, currency: "EUR" } }))).toBe("wrong_currency");
    expect(reasonOf(purchase({ total: 0 }))).toBe("amount_not_positive");
    expect(reasonOf(purchase({ time_zone: "nowhere" }))).toBe("unknown_time_zone");
  });
});

describe("what counts", () => {
  const november = valueOf(calendarWindow("month", "Asia/Shanghai", new Date("2026-11-15T00:00:00Z")));

  it("are orders placed or waiting, of this person, asked for in the window, each once", () => {
    const orders = [
      spent("a", "2026-10-31T16:00:00Z", 1),
      spent("a", "2026-10-31T16:00:00Z", 1),
      spent("b", "2026-10-31T15:59:59.999Z", 10),
      spent("c", "2026-11-30T16:00:00Z", 100),
      spent("d", "2026-11-10T00:00:00Z", 1_000, { state: "awaiting_approval" }),
      spent("e", "2026-11-10T00:00:00Z", 10_000, { state: "declined" }),
      spent("f", "2026-11-10T00:00:00Z", 100_000, { state: "cancelled" }),
      spent("g", "2026-11-10T00:00:00Z", 1_000_000, { person: "li" }),
    ];
    expect(spentIn(orders, "bo", november)).toBe(1_001n);
  });

  it("lets a person alone place at most the limit in any one month, in whatever order and however often told", () => {
    const order = fc.record({
      at: fc.integer({ min: Date.UTC(2026, 9, 25), max: Date.UTC(2026, 11, 8) }),
      total: fc.integer({ min: 1, max: 700_000 }),
    });
    fc.assert(
      fc.property(fc.array(order, { maxLength: 12 }), fc.array(fc.nat(), { minLength: 1 }), (wishes, keys) => {
        const before: SpentOrder[] = [];
        for (const [at, wish] of [...wishes].sort((a, b) => a.at - b.at).entries()) {
          const now = new Date(wish.at);
          const told = shuffled([...before, ...before.slice(0, 2)], keys);
          const { action } = valueOf(purchase({ total: wish.total, before: told, now }));
          if (action === "place") before.push(spent(`o${at}`, now.toISOString(), wish.total));
        }
        for (const month of ["2026-10", "2026-11", "2026-12"]) {
          const window = valueOf(calendarWindow("month", "Asia/Shanghai", new Date(`${month}-15T00:00:00Z`)));
          expect(spentIn(before, "bo", window) <= 1_000_000n).toBe(true);
        }
      }),
    );
  });
});

describe("an approval", () => {
  const approval = (change: Partial<ApprovalInput> = {}) =>
    decideApproval({
      ...frame,
      approver: { person: "an", roles: ["approver"], limits: monthly(5_000_000, 2_000_000) },
      order: { ...spent("o", "2026-11-30T15:00:00Z", 900_000, { state: "awaiting_approval" }), currency: "CNY" },
      approved_before: [],
      decision: "approved",
      words: "",
      now: new Date("2026-11-30T15:30:00Z"),
      ...change,
    });
  const waiting = { ...spent("o", "2026-11-30T15:00:00Z", 900_000, { state: "awaiting_approval" }), currency: "CNY" };

  it("is another person's, whatever roles the buyer has", () => {
    expect(valueOf(approval())).toBe("approved");
    fc.assert(
      fc.property(fc.subarray([...COMPANY_ROLES]), fc.constantFrom("approved", "declined"), (roles, decision) => {
        const own = { person: "bo", roles, limits: { per_order_minor: null, per_window: null } };
        expect(reasonOf(approval({ approver: own, decision, words: "it is mine" }))).toBe("own_order");
      }),
    );
  });

  it("is an approver's, once, and within their own limits per order and window", () => {
    const approver = { person: "an", roles: ["buyer", "owner"] as const, limits: monthly(5_000_000) };
    expect(reasonOf(approval({ approver }))).toBe("not_your_role");
    expect(reasonOf(approval({ order: { ...waiting, state: "placed" } }))).toBe("stale");
    expect(reasonOf(approval({ order: { ...waiting, state: "cancelled" } }))).toBe("stale");
    expect(reasonOf(approval({ order: { ...waiting, total_minor: 2_000_001n } }))).toBe("over_your_limit");
    const of_an = (asked_at: string, total: number) => spent(asked_at, asked_at, total, { person: "an" });
    expect(reasonOf(approval({ approved_before: [of_an("2026-11-02T00:00:00Z", 4_100_001)] }))).toBe("over_your_limit");
    expect(valueOf(approval({ approved_before: [of_an("2026-11-02T00:00:00Z", 4_100_000)] }))).toBe("approved");
    // What they approved in October is October's.
    expect(valueOf(approval({ approved_before: [of_an("2026-10-31T15:59:00Z", 5_000_000)] }))).toBe("approved");
    expect(reasonOf(approval({ order: { ...waiting, currency: "EUR" } }))).toBe("wrong_currency");
  });

  it("is declined with words, above any limit and of a suspended company too; approved it is not", () => {
    const order = { ...waiting, total_minor: 9_000_000_000n };
    expect(reasonOf(approval({ decision: "declined", order }))).toBe("words_needed");
    const said = { decision: "declined", words: "Not this season.", company_state: "suspended" } as const;
    expect(valueOf(approval({ ...said, order }))).toBe("declined");
    expect(reasonOf(approval({ company_state: "suspended" }))).toBe("company_not_approved");
  });
});
