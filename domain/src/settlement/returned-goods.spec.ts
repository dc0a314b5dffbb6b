import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { valueOf } from "../../test/expect-result";
import { claimOfOwner, ownerOfReturned, returnedRows, returnedShareJournal, shareReturned } from "./returned-goods";
import { waterfall } from "./waterfall";

describe("what goods that came back bring", () => {
  it("goes to the claim's account, and no household is paid for them", () => {
    const divided = valueOf(
      waterfall({
        currency: "CNY",
        paid_minor: 4000,
        policy: { platform_bp: 0, cooperative_bp: 0, holdback_bp: 500 },
        lots: [
          { lot: "own", household: "hh_1", grams: 1000 },
          { lot: "back", household: ownerOfReturned("claim_1"), grams: 1000 },
        ],
      }),
    );
    expect(returnedRows(divided.rows)).toEqual([
      expect.objectContaining({ party: "hh_1", account: "household_payable", amount_minor: 1900n }),
      expect.objectContaining({ party: "hh_1", account: "household_holdback", amount_minor: 100n }),
      { party: "claim_1", account: "returned_goods", amount_minor: 2000n, rule: "returned_proceeds", lot: "back" },
    ]);
    expect(claimOfOwner("household_1")).toBeUndefined();
  });

  it("is shared as it was borne: the carrier paid 250 of 400, the cooperative the rest", () => {
    const of = { carrier_minor: 25_000n, cooperative_minor: 15_000n, lots: [] };
    expect(shareReturned({ ...of, proceeds_minor: 20_000n })).toMatchObject({
      carrier_minor: 12_500n,
      cooperative_minor: 7_500n,
    });
    // Dearer the second time: nobody gets more than they bore; what is above it is the cooperative's.
    expect(shareReturned({ ...of, proceeds_minor: 50_000n })).toMatchObject({
      carrier_minor: 25_000n,
      cooperative_minor: 25_000n,
    });
  });

  const amount = fc.bigInt({ min: 0n, max: 1_000_000n });
  it("sums to the proceeds, never takes back, and never gives a carrier or a lot more than it bore", () => {
    fc.assert(
      fc.property(
        amount,
        amount,
        fc.array(amount, { maxLength: 4 }),
        fc.array(amount, { minLength: 1, maxLength: 6 }),
        (carrier_minor, cooperative_minor, borne, sales) => {
          const lots = borne.map((one, index) => ({ lot: `l${index}`, household: `h${index}`, amount_minor: one }));
          let proceeds_minor = 0n;
          let before = shareReturned({ proceeds_minor, carrier_minor, cooperative_minor, lots });
          for (const sale of sales) {
            proceeds_minor += sale;
            const now = shareReturned({ proceeds_minor, carrier_minor, cooperative_minor, lots });
            const all = now.lots.reduce(
              (sum, one) => sum + one.amount_minor,
              now.carrier_minor + now.cooperative_minor,
            );
            expect(all).toBe(proceeds_minor);
            expect(now.carrier_minor).toBeLessThanOrEqual(carrier_minor);
            expect(now.carrier_minor).toBeGreaterThanOrEqual(before.carrier_minor);
            expect(now.cooperative_minor + BigInt(lots.length) + 1n).toBeGreaterThan(before.cooperative_minor);
            now.lots.forEach((one, index) => {
              expect(one.amount_minor).toBeLessThanOrEqual(lots[index]?.amount_minor ?? 0n);
              expect(one.amount_minor).toBeGreaterThanOrEqual(before.lots[index]?.amount_minor ?? 0n);
            });
            before = now;
          }
        },
      ),
    );
  });

  it("is booked in a journal that sums to zero", () => {
    const shares = { carrier_minor: 5n, cooperative_minor: 3n, lots: [{ lot: "l", household: "h", amount_minor: 2n }] };
    const journal = valueOf(
      returnedShareJournal({
        claim_id: "claim_1",
        cooperative_id: "coop",
        currency: "CNY",
        shares,
        memo: "sold again",
      }),
    );
    expect(journal.postings.reduce((sum, one) => sum + one.amount_minor, 0n)).toBe(0n);
    expect(journal.postings).toHaveLength(4);
  });
});
