import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  processorAdjustment,
  processorJournals,
  transactionClass,
  TRANSACTION_CLASSES,
  type ProcessorTransaction,
} from "./processor";

const transaction: fc.Arbitrary<ProcessorTransaction> = fc.record({
  id: fc.constant("txn_1"),
  class: fc.constantFrom(...TRANSACTION_CLASSES),
  currency: fc.constantFrom("CNY", "JPY", "KWD"),
  amount_minor: fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
  fee_minor: fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }),
});

const clearingOf = (given: ProcessorTransaction): bigint => {
  const made = processorJournals(given, "stripe");
  if (!made.ok) throw new Error(made.refusal.message);
  return made.value
    .flatMap((journal) => journal.postings)
    .filter((posting) => posting.account.kind === "clearing")
    .reduce((sum, posting) => sum + posting.amount_minor, 0n);
};

describe("a movement of the processor", () => {
  it("books by itself all of its net, or only its fee when a journal of the house says the rest", () => {
    fc.assert(
      fc.property(transaction, (given) => {
        const net = given.amount_minor - given.fee_minor;
        const rest = ["payout", "fee"].includes(given.class) ? 0n : given.amount_minor;
        expect(clearingOf(given) + rest).toBe(net);
      }),
    );
  });

  it("is balanced in whatever it books, and a movement and its opposite end at zero", () => {
    fc.assert(
      fc.property(transaction, (given) => {
        const made = processorJournals(given, "stripe");
        expect(made.ok).toBe(true);
        for (const journal of made.ok ? made.value : []) {
          expect(journal.postings.reduce((sum, posting) => sum + posting.amount_minor, 0n)).toBe(0n);
        }
        const opposite = { ...given, amount_minor: -given.amount_minor, fee_minor: -given.fee_minor };
        expect(clearingOf(given) + clearingOf(opposite)).toBe(0n);
      }),
    );
  });

  it("that the processor names by a word we do not know is for a person", () => {
    expect(transactionClass("dispute_reversal")).toBe("dispute_reversal");
    expect(transactionClass("payout_reversal")).toBe("payout");
    expect(transactionClass("connect_reserved_funds")).toBe("other");
    expect(transactionClass("constructor")).toBe("other");
  });

  it("answered by a person moves clearing by exactly what it was; nothing is no answer", () => {
    const made = processorAdjustment({ processor: "stripe", currency: "CNY", amount_minor: -250n, memo: "x" });
    expect(made.ok && made.value.postings[0]).toEqual({
      account: { kind: "clearing", party: "stripe" },
      amount_minor: -250n,
    });
    expect(processorAdjustment({ processor: "stripe", currency: "CNY", amount_minor: 0n, memo: "x" }).ok).toBe(false);
  });
});
