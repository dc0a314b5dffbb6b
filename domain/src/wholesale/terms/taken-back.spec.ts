import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shuffled } from "../../../test/expect-result";
import { paymentReference, spelledReference } from "./payment-reference";
import { debtsTakenBack, takenBack, type BankDebit, type BookedCredit } from "./taken-back";

const came = (line_id: string, more: Partial<BookedCredit> = {}): BookedCredit => ({
  line_id,
  booked_on: "2026-12-03",
  amount_minor: 44_800n,
  currency: "CNY",
  text: paymentReference(1),
  payer: "兰州食堂有限公司",
  bank_ref: null,
  returned_minor: 0n,
  taken_minor: 0n,
  ...more,
});
const left = (more: Partial<BankDebit> = {}): BankDebit => ({
  line_id: "out",
  booked_on: "2026-12-04",
  amount_minor: 44_800n,
  currency: "CNY",
  text: "",
  payer: "",
  bank_ref: null,
  reversal: false,
  parties: [],
  ...more,
});
const of = (debit: BankDebit, ...credits: BookedCredit[]) => takenBack([debit], credits).map((one) => one.credit_id);

describe("money that a bank takes back", () => {
  it("is found by the bank's name of the entry, by its reference, or by name and amount where the bank says what it does", () => {
    expect(of(left({ bank_ref: "B1" }), came("a", { bank_ref: "B1" }), came("b"))).toEqual(["a"]);
    expect(of(left({ text: `冲正 ${spelledReference(paymentReference(1))}` }), came("a"))).toEqual(["a"]);
    const named = { reversal: true, parties: ["竹塘合作社", "兰州食堂 有限公司"] };
    expect(of(left(named), came("a"), came("b", { payer: "另一家" }))).toEqual(["a"]);
    // Some banks take back a part.
    expect(of(left({ reversal: true, bank_ref: "B1", amount_minor: 100n }), came("a", { bank_ref: "B1" }))).toEqual([
      "a",
    ]);
  });

  it("that fits nothing is told where the bank says so, and is an ordinary payment where it does not", () => {
    expect(of(left({ reversal: true }), came("a"))).toEqual([null]);
    expect(of(left({ parties: ["兰州食堂有限公司"] }), came("a"))).toEqual([]);
    const other = [{ currency: "USD" }, { amount_minor: 1n }, { booked_on: "2026-12-02" }];
    for (const more of other) expect(of(left({ text: paymentReference(1), ...more }), came("a"))).toEqual([]);
  });

  it("is no news where a person has sent it back already", () => {
    const sent = came("a", { returned_minor: 44_800n });
    expect(of(left({ text: paymentReference(1) }), sent)).toEqual([]);
    expect(of(left({ text: paymentReference(1), reversal: true }), sent)).toEqual(["a"]);
  });

  it("is sure where the bank has named it, or says so of this reference; what only looks alike is for a person", () => {
    const sure = (debit: BankDebit, credit: BookedCredit) => takenBack([debit], [credit]).map((one) => one.sure);
    const text = paymentReference(1);
    expect(sure(left({ bank_ref: "B1" }), came("a", { bank_ref: "B1" }))).toEqual([true]);
    expect(sure(left({ text, reversal: true }), came("a"))).toEqual([true]);
    expect(sure(left({ text }), came("a"))).toEqual([false]);
    expect(sure(left({ reversal: true, parties: ["兰州食堂有限公司"] }), came("a", { text: "" }))).toEqual([false]);
    expect(sure(left({ reversal: true }), came("a", { text: "" }))).toEqual([false]);
  });

  it("opens what the line paid last, after what it had left, and never more than it paid of debts", () => {
    const at = (day: number) => new Date(Date.UTC(2026, 10, day));
    const paid = [
      { use_id: "u1", proforma_id: "p1", paid_minor: 30n, at: at(1) },
      { use_id: "u2", proforma_id: "p2", paid_minor: 50n, at: at(2) },
    ];
    const back = (taken_minor: bigint, left_minor = 20n) =>
      debtsTakenBack({ taken_minor, left_minor }, paid).map((one) => [one.use_id, one.back_minor]);
    expect(back(20n)).toEqual([]);
    expect(back(21n)).toEqual([["u2", 1n]]);
    expect(back(100n)).toEqual([
      ["u2", 50n],
      ["u1", 30n],
    ]);
    expect(back(500n, 0n)).toEqual(back(100n));
    expect(debtsTakenBack({ taken_minor: 5n, left_minor: 0n }, [])).toEqual([]);
  });

  it("is never more than what came, in whatever order the lines are given", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(100n, 200n), { maxLength: 6 }),
        fc.array(fc.constantFrom(100n, 200n), { maxLength: 6 }),
        fc.array(fc.integer(), { minLength: 1, maxLength: 6 }),
        (ins, outs, keys) => {
          const credits = ins.map((amount_minor, at) => came(`in${at}`, { amount_minor, bank_ref: "B1" }));
          const debits = outs.map((amount_minor, at) =>
            left({ line_id: `out${at}`, amount_minor, bank_ref: "B1", reversal: true }),
          );
          const found = takenBack(debits, credits);
          expect(found).toHaveLength(debits.length);
          for (const { line_id, amount_minor } of credits) {
            const ids = found.filter((one) => one.credit_id === line_id).map((one) => one.line_id);
            const taken = debits.filter((one) => ids.includes(one.line_id));
            expect(taken.reduce((sum, one) => sum + one.amount_minor, 0n) <= amount_minor).toBe(true);
          }
          expect(takenBack(shuffled(debits, keys), shuffled(credits, keys))).toEqual(found);
        },
      ),
    );
  });
});
