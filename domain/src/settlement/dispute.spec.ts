import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DISPUTE_STATES, disputeLostJournal, disputeBooks, mergeDispute, type DisputeFacts } from "./dispute";

const said = (change: Partial<DisputeFacts> = {}): DisputeFacts => ({
  state: "needs_response",
  withdrawn: false,
  reinstated: false,
  fee_minor: 0n,
  due_at: null,
  ...change,
});
const facts = fc.record({
  state: fc.constantFrom(...DISPUTE_STATES),
  withdrawn: fc.boolean(),
  reinstated: fc.boolean(),
  fee_minor: fc.bigInt({ min: 0n, max: 1_500n }),
  due_at: fc.constantFrom(null, "2026-11-20T00:00:00.000Z", "2026-12-01T00:00:00.000Z"),
});

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, index) =>
    permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]),
  );
}

describe("what is known of a dispute", () => {
  it("is the same in every order of six events, each told twice", () => {
    const events = [
      said(),
      said({ withdrawn: true, fee_minor: 1_500n }),
      said({ state: "under_review", due_at: "2026-12-01T00:00:00.000Z" }),
      said({ due_at: "2026-11-20T00:00:00.000Z" }),
      said({ state: "won" }),
      said({ state: "won", reinstated: true, withdrawn: true }),
    ];
    const ends = new Set(
      permutations(events).map((order) =>
        JSON.stringify([...order, ...order].reduce(mergeDispute), (_key, one: unknown) =>
          typeof one === "bigint" ? one.toString() : one,
        ),
      ),
    );
    expect(ends.size).toBe(1);
    expect(disputeBooks(events.reduce(mergeDispute))).toEqual({
      withdrawn: true,
      back: true,
      lost: false,
      open: false,
    });
  });

  it("does not depend on how it is grouped", () => {
    fc.assert(
      fc.property(facts, facts, facts, (a, b, c) => {
        expect(mergeDispute(a, mergeDispute(b, c))).toEqual(mergeDispute(mergeDispute(a, b), c));
        expect(mergeDispute(a, b)).toEqual(mergeDispute(b, a));
        expect(mergeDispute(a, a)).toEqual(a);
      }),
    );
  });

  it("lost is out of its account to the cent: what was left by the deposit, the rest each cooperative's loss", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 12n }),
        fc.array(fc.bigInt({ min: 1n, max: 10n ** 12n }), { maxLength: 3 }),
        (left, over) => {
          fc.pre(left > 0n || over.length > 0);
          const amount_minor = over.reduce((sum, one) => sum + one, left);
          const losses = over.map((amount, at) => ({ cooperative: `coop_${at}`, amount_minor: amount }));
          const of = { dispute_id: "d", order_id: "o", currency: "CNY", memo: "lost" };
          const made = disputeLostJournal({ ...of, amount_minor, losses });
          if (!made.ok) throw new Error(made.refusal.message);
          const sum = (kind: string) =>
            made.value.postings.reduce((all, one) => (one.account.kind === kind ? all + one.amount_minor : all), 0n);
          expect(sum("dispute")).toBe(-amount_minor);
          expect(sum("buyer_deposit")).toBe(left);
          expect(sum("claim_loss")).toBe(amount_minor - left);
        },
      ),
    );
  });

  it("never books back what was not gone, nor a loss twice", () => {
    fc.assert(
      fc.property(facts, (known) => {
        const books = disputeBooks(known);
        expect(books.back && books.lost).toBe(false);
        expect(!books.back || books.withdrawn).toBe(true);
        expect(!books.lost || books.withdrawn).toBe(true);
      }),
    );
    expect(disputeBooks(said({ state: "warning_closed" }))).toMatchObject({ withdrawn: false, open: false });
    expect(disputeBooks(said({ state: "lost" }))).toEqual({ withdrawn: true, back: false, lost: true, open: false });
  });
});
