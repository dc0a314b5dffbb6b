import { describe, expect, it } from "vitest";
import { planCommissions, type CommissionEntry, type CommissionWait } from "./commission";
import { payoutJournal } from "./payout-journals";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 28, 8, minute));
const entry = (id: string, agent_id: string, amount_minor: bigint, minute = 0): CommissionEntry => ({
  id,
  agent_id,
  amount_minor,
  at: at(minute),
});
const NO_FAULTS = new Map<string, CommissionWait>();

describe("what agents are paid", () => {
  it("is all that they are owed, what went back taken off, in the order of the books", () => {
    const entries = [entry("j3", "b", 50n), entry("j2", "a", -20n, 5), entry("j1", "a", 100n, 1)];
    const { due, waiting } = planCommissions(entries, 0n, NO_FAULTS);
    expect(waiting).toEqual([]);
    expect(due.map((one) => [one.agent_id, one.amount_minor])).toEqual([
      ["a", 80n],
      ["b", 50n],
    ]);
    expect(due[0]?.entries.map((one) => one.id)).toEqual(["j1", "j2"]);
    expect(planCommissions([...entries].reverse(), 0n, NO_FAULTS)).toEqual({ due, waiting });
  });

  it("keeps every entry in one statement or in none, to the cent", () => {
    const entries = Array.from({ length: 60 }, (_, at) =>
      entry(`j${at}`, `agent${at % 7}`, BigInt((at * 37) % 90) - 30n),
    );
    const { due, waiting } = planCommissions(entries, 40n, new Map([["agent3", "no_account"]]));
    const all = [...due, ...waiting].reduce((sum, one) => sum + one.amount_minor, 0n);
    expect(all).toBe(entries.reduce((sum, one) => sum + one.amount_minor, 0n));
    for (const one of due) {
      expect(one.amount_minor).toBeGreaterThanOrEqual(40n);
      expect(one.entries.reduce((sum, part) => sum + part.amount_minor, 0n)).toBe(one.amount_minor);
    }
    expect(due.some((one) => one.agent_id === "agent3")).toBe(false);
  });

  it.each([
    ["owes", -1n],
    ["nothing_owed", 0n],
    ["below_minimum", 99n],
  ] as const)("waits where the agent's sum is '%s', whatever their account", (because, amount_minor) => {
    const entries = [entry("j1", "a", 500n), entry("j2", "a", amount_minor - 500n)];
    const { due, waiting } = planCommissions(entries, 100n, new Map([["a", "no_account"]]));
    expect(due).toEqual([]);
    expect(waiting).toEqual([{ agent_id: "a", amount_minor, because }]);
  });

  it("waits for an account that can be paid to, and is paid at the minimum itself", () => {
    const faults = new Map<string, CommissionWait>([["b", "account_on_hold"]]);
    const { due, waiting } = planCommissions([entry("j1", "a", 100n), entry("j2", "b", 100n)], 100n, faults);
    expect(due.map((one) => one.agent_id)).toEqual(["a"]);
    expect(waiting).toEqual([{ agent_id: "b", amount_minor: 100n, because: "account_on_hold" }]);
  });

  it("refuses a minimum below zero", () => {
    expect(() => planCommissions([], -1n, NO_FAULTS)).toThrow(RangeError);
  });
});

it("a payout to an agent comes out of their commission", () => {
  const journal = payoutJournal({ agent: "agent_1", rail: "bank_file", currency: "CNY", amount_minor: 80n, memo: "x" });
  expect(journal.ok && journal.value.postings).toEqual([
    { account: { kind: "agent_commission", party: "agent_1" }, amount_minor: 80n },
    { account: { kind: "payout_clearing", party: "bank_file" }, amount_minor: -80n },
  ]);
});
