import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bearClaim } from "../parcel/claim-bearer";
import { claimAnswerJournal, claimRefundJournal, claimShareJournal, replacementJournal } from "./claim-journals";
import { reverse, type Journal } from "./journal";
import type { Result } from "../shared/result";

const of = { claim_id: "claim_1", cooperative_id: "coop", currency: "CNY", memo: "CM000001" };
const sums = (made: Result<Journal>) => {
  if (!made.ok) throw new Error(made.refusal.message);
  return made.value.postings.map(({ account, amount_minor }) => `${account.kind} ${amount_minor}`);
};

describe("worked examples of the decision record", () => {
  it("the carrier bears it: 400.00 refunded, 300.00 its limit, 250.00 paid", () => {
    const refund = { ...of, order_id: "order", amount_minor: 44_000n, tax_minor: 4_000n };
    expect(sums(claimRefundJournal({ ...refund, divided: false }))).toEqual(["claim 40000", "buyer_deposit -40000"]);
    const shares = { carrier_minor: 30_000n, cooperative_minor: 10_000n, lots: [] };
    expect(sums(claimShareJournal({ ...of, shares }))).toEqual([
      "carrier_claim 30000",
      "claim_loss 10000",
      "claim -40000",
    ]);
    expect(sums(claimAnswerJournal({ ...of, asked_minor: 30_000n, paid_minor: 25_000n }))).toEqual([
      "carrier_paid 25000",
      "claim_loss 5000",
      "carrier_claim -30000",
    ]);
  });

  it("a sale that is divided already: its tax comes back out of the tax account", () => {
    const refund = { ...of, order_id: "order", amount_minor: 44_000n, tax_minor: 4_000n, divided: true };
    expect(sums(claimRefundJournal(refund))).toEqual(["claim 40000", "tax 4000", "buyer_deposit -44000"]);
  });

  it("the cooperative bears a replacement", () => {
    expect(sums(replacementJournal({ ...of, order_id: "order_2", amount_minor: 5_140n }))).toEqual([
      "claim 5140",
      "buyer_deposit -5140",
    ]);
    const shares = { carrier_minor: 0n, cooperative_minor: 5_140n, lots: [] };
    expect(sums(claimShareJournal({ ...of, shares }))).toEqual(["claim_loss 5140", "claim -5140"]);
  });

  it("lots bear a fifth of what rot cost", () => {
    const lots = [
      { lot: "lot_a", household: "li", amount_minor: 600n, later_minor: 0n },
      { lot: "lot_b", household: "wang", amount_minor: 200n, later_minor: 0n },
    ];
    const shares = { carrier_minor: 0n, cooperative_minor: 3_200n, lots };
    expect(sums(claimShareJournal({ ...of, shares }))).toEqual([
      "claim_loss 3200",
      "household_payable 600",
      "household_payable 200",
      "claim -4000",
    ]);
  });

  it("refused or silent: all of it is lost; more than asked lowers the loss", () => {
    expect(sums(claimAnswerJournal({ ...of, asked_minor: 300n, paid_minor: 0n }))).toEqual([
      "claim_loss 300",
      "carrier_claim -300",
    ]);
    expect(sums(claimAnswerJournal({ ...of, asked_minor: 300n, paid_minor: 350n }))).toEqual([
      "carrier_paid 350",
      "claim_loss -50",
      "carrier_claim -300",
    ]);
  });
});

it("whatever is borne, shared and answered: every journal balances, the claim's account ends at zero, a reverse undoes it", () => {
  const any = fc.record({
    cost: fc.integer({ min: 1, max: 1_000_000 }),
    limit: fc.option(fc.integer({ min: 0, max: 1_000_000 }), { nil: null }),
    paid: fc.integer({ min: 0, max: 1_000_000 }),
    cause: fc.constantFrom("carrier" as const, "packing" as const, "goods" as const),
  });
  fc.assert(
    fc.property(any, ({ cost, limit, paid, cause }) => {
      const shares = bearClaim({
        cost_minor: cost,
        cause,
        limit_minor: limit,
        lots_bp: 5_000,
        lots: [{ lot: "l", household: "h", weight: 1, most_minor: 10_000 }],
      });
      if (!shares.ok) throw new Error(shares.refusal.message);
      const made = [
        replacementJournal({ ...of, order_id: "o", amount_minor: BigInt(cost) }),
        claimShareJournal({ ...of, shares: shares.value }),
        ...(shares.value.carrier_minor > 0n
          ? [claimAnswerJournal({ ...of, asked_minor: shares.value.carrier_minor, paid_minor: BigInt(paid) })]
          : []),
      ].map((one) => {
        if (!one.ok) throw new Error(one.refusal.message);
        return one.value;
      });
      const total = (journals: readonly Journal[], kind: string) =>
        journals
          .flatMap((one) => one.postings)
          .filter((one) => one.account.kind === kind)
          .reduce((sum, one) => sum + one.amount_minor, 0n);
      for (const journal of made) expect(journal.postings.reduce((sum, p) => sum + p.amount_minor, 0n)).toBe(0n);
      expect(total(made, "claim")).toBe(0n);
      expect(total(made, "carrier_claim")).toBe(0n);
      const undone = [...made, ...made.map(reverse)];
      for (const kind of ["claim", "claim_loss", "carrier_paid", "household_payable", "buyer_deposit"]) {
        expect(total(undone, kind)).toBe(0n);
      }
    }),
  );
});
