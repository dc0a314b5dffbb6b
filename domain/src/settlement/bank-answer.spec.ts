import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findTransitionFaults } from "../shared/transitions";
import {
  BANK_FACTS,
  BANK_STATES,
  decideAnswer,
  isReopened,
  type BankBooking,
  type BankFact,
  type BankPayout,
} from "./bank-answer";
import { BANK_REASON_CODES, bankReason, stopsAccount } from "./bank-reasons";

const sent: BankPayout = { state: "sent", debited: false, amount_minor: 9164n, currency: "CNY" };
const says = (fact: BankFact) => ({ fact, amount_minor: 9164n, currency: "CNY" });

interface End extends BankPayout {
  books: BankBooking[];
  asks: string[];
}

/** A payout after these lines, what was booked for it, and what a person was asked. */
function after(facts: readonly BankFact[]): End {
  return facts.reduce<End>(
    (payout, fact) => {
      const decision = decideAnswer(payout, says(fact));
      if (decision.action === "note") return payout;
      const move = decision.action === "move" ? decision : decision.move;
      return {
        ...payout,
        state: decision.action === "move" ? decision.to : payout.state,
        debited: move?.debited ?? payout.debited,
        books: [...payout.books, ...(move?.books ?? [])],
        asks: decision.action === "ask" ? [...payout.asks, decision.kind] : payout.asks,
      };
    },
    { ...sent, books: [], asks: [] },
  );
}

const lines = fc.array(fc.constantFrom(...BANK_FACTS), { maxLength: 12 });

test("the table has no dead end, and nothing leads out of returned", () => {
  expect(findTransitionFaults(BANK_STATES)).toEqual({
    unreachable: [],
    dead_ends: [],
    leaky_terminals: [],
    unknown: [],
  });
});

describe("whatever a bank says, in any order and however often", () => {
  test("every move is in the table, everything is booked at most once, and reversed only after it was booked", () => {
    fc.assert(
      fc.property(lines, (facts) => {
        const { books, state, debited } = after(facts);
        expect(new Set(books).size).toBe(books.length);
        expect(books.includes("reverse_payout")).toBe(isReopened(state));
        expect(books.includes("bank_debit")).toBe(debited);
        if (books.includes("reverse_bank_debit"))
          expect(books.indexOf("bank_debit")).toBeLessThan(books.indexOf("reverse_bank_debit"));
        facts.forEach((_, at) => {
          const [before, then] = [after(facts.slice(0, at)).state, after(facts.slice(0, at + 1)).state];
          if (before !== then) expect(BANK_STATES.next[before]).toContain(then);
        });
      }),
    );
  });

  test("the bank's account is what the statements show: debits less returns", () => {
    fc.assert(
      fc.property(lines, (facts) => {
        const { books } = after(facts);
        const left = facts.includes("debited") && !facts.includes("returned");
        expect(Number(books.includes("bank_debit")) - Number(books.includes("reverse_bank_debit"))).toBe(Number(left));
      }),
    );
  });

  test("a return ends the same, whatever came before or after it", () => {
    fc.assert(
      fc.property(lines, fc.nat(12), (facts, at) => {
        const { state, books } = after([...facts.slice(0, at), "returned", ...facts.slice(at)]);
        expect(state).toBe("returned");
        expect([...books].sort()).toEqual(["bank_debit", "reverse_bank_debit", "reverse_payout"]);
      }),
    );
  });

  test("without a contradiction the order does not matter and nobody is asked", () => {
    const told = fc.oneof(
      fc.subarray(["accepted", "settled", "debited"] as BankFact[]),
      fc.subarray(["accepted", "rejected"] as BankFact[]),
    );
    fc.assert(
      fc.property(
        told.chain((facts) => fc.tuple(fc.constant(facts), fc.shuffledSubarray(facts, { minLength: facts.length }))),
        ([one, other]) => {
          const [a, b] = [after(one), after(other)];
          expect(a.asks).toEqual([]);
          expect({ ...a, books: [...a.books].sort() }).toEqual({ ...b, books: [...b.books].sort() });
        },
      ),
    );
  });
});

describe("a bank that contradicts itself", () => {
  test("rejected, then paid: the household's money stays open, the account is booked, a person is asked", () => {
    expect(after(["rejected", "debited"])).toMatchObject({
      state: "rejected",
      asks: ["paid_after_rejected"],
      books: ["reverse_payout", "bank_debit"],
    });
    expect(after(["rejected", "settled"])).toMatchObject({
      state: "rejected",
      asks: ["paid_after_rejected"],
      books: ["reverse_payout"],
    });
  });

  test("paid, then rejected: it stays paid, a person is asked", () => {
    expect(after(["debited", "rejected"])).toMatchObject({
      state: "paid",
      asks: ["rejected_after_paid"],
      books: ["bank_debit"],
    });
  });

  test("another amount or currency changes nothing", () => {
    expect(decideAnswer(sent, { fact: "debited", amount_minor: 9163n, currency: "CNY" })).toEqual({
      action: "ask",
      kind: "wrong_amount",
    });
    expect(decideAnswer(sent, { fact: "debited", amount_minor: 9164n, currency: "USD" })).toEqual({
      action: "ask",
      kind: "wrong_currency",
    });
    expect(decideAnswer(sent, { fact: "rejected", amount_minor: null, currency: null })).toMatchObject({
      action: "move",
      to: "rejected",
    });
  });
});

describe("reasons", () => {
  test("have words in both languages, and codes nobody knows are said to be so", () => {
    for (const code of BANK_REASON_CODES) {
      const { en, zh } = bankReason(code);
      expect(en, code).toMatch(/^[A-Z].*\.$/);
      expect(zh, code).toMatch(/[一-鿿].*。$/);
    }
    expect(bankReason("ZZ99").en).toMatch(/no words for/);
    expect(bankReason("toString").en).toMatch(/no words for/);
    expect(bankReason(null).en).toMatch(/no reason/);
  });

  test("a closed account is not paid to again; an empty paying account is not the household's fault", () => {
    expect(["AC04", "BE01", "MD07"].map(stopsAccount)).toEqual([true, true, true]);
    expect(["AM04", "TM01", null, "ZZ99"].map(stopsAccount)).toEqual([false, false, false, false]);
  });
});
