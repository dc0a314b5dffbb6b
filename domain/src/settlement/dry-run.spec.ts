import { describe, expect, it } from "vitest";
import { cashGap, flagsOf, medianOf, type DryRunHousehold } from "./dry-run";

const account = { known: true, fresh: false, shared: false, changing: false };
const household = (change: Partial<DryRunHousehold> = {}): DryRunHousehold => ({
  net_minor: 10_000n,
  brought_forward_minor: 0n,
  clawback_minor: 0n,
  past_minor: [9_000n, 11_000n, 10_000n],
  account,
  ...change,
});

describe("the flags of a dry run", () => {
  it("are none where all is as usual, and say what is not", () => {
    expect(flagsOf(household())).toEqual([]);
    expect(flagsOf(household({ net_minor: 0n }))).toEqual(["zero"]);
    expect(flagsOf(household({ net_minor: -1n, account: { ...account, known: false, shared: true } }))).toEqual([
      "below_zero",
    ]);
    expect(
      flagsOf(household({ clawback_minor: 1n, account: { known: true, fresh: true, shared: true, changing: true } })),
    ).toEqual(["new_account", "shared_account", "changed_account", "clawback"]);
    expect(flagsOf(household({ account: { ...account, known: false } }))).toEqual(["no_account"]);
  });

  it("say a spike against the household's own median, from three periods on", () => {
    expect(flagsOf(household({ net_minor: 30_001n }))).toEqual(["spike"]);
    expect(flagsOf(household({ net_minor: 30_000n }))).toEqual([]);
    expect(flagsOf(household({ net_minor: 3_333n }))).toEqual(["spike"]);
    expect(flagsOf(household({ net_minor: 70_000n, brought_forward_minor: 60_000n }))).toEqual([]);
    expect(flagsOf(household({ net_minor: 999_999n, past_minor: [1n, 1n] }))).toEqual([]);
    expect(medianOf([4n, 1n, 3n, 2n])).toBe(2n);
  });

  it("say what lacks to pay", () => {
    expect(cashGap({ to_pay_minor: 70n, on_its_way_minor: 40n, held_minor: 100n })).toBe(10n);
    expect(cashGap({ to_pay_minor: 60n, on_its_way_minor: 40n, held_minor: 100n })).toBe(0n);
  });
});
