import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shuffled } from "../../../test/expect-result";
import {
  MAX_REFERENCE_NUMBER,
  paymentReference,
  referencesIn,
  referencesMeant,
  spelledReference,
} from "./payment-reference";
import { matchStatement, type BankLine, type Proforma } from "./statement";

const number = fc.integer({ min: 1, max: MAX_REFERENCE_NUMBER });

describe("a payment reference", () => {
  it("is an ISO 11649 creditor reference", () => {
    expect(paymentReference(1_234)).toBe("RF540000001234");
    expect(spelledReference(paymentReference(1_234))).toBe("RF54 0000 0012 34");
    fc.assert(
      fc.property(number, (of) => {
        const reference = paymentReference(of);
        // Its first four signs moved to the end, R and F read as 27 and 15: 1 modulo 97.
        expect(BigInt(`${reference.slice(4)}2715${reference.slice(2, 4)}`) % 97n).toBe(1n);
        expect(Number(reference.slice(4))).toBe(of);
      }),
    );
    for (const wrong of [0, -1, 1.5, MAX_REFERENCE_NUMBER + 1]) expect(() => paymentReference(wrong)).toThrow("number");
  });

  it("is found however it is written, and twice is once", () => {
    const reference = paymentReference(1_234);
    const spelled = spelledReference(reference);
    for (const text of [
      reference,
      `货款${spelled}谢谢`,
      reference.toLowerCase(),
      `/RFB/${spelled.replaceAll(" ", "-")}/INV 30000`,
      `${spelled} 2026 ${reference}`,
      reference.replace(/[A-Z0-9]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)),
    ])
      expect(referencesIn(text), text).toEqual([reference]);
    expect(referencesIn(`X${reference}`)).toEqual([]);
    expect(referencesIn(`${reference}7`)).toEqual([]);
  });

  it("with one sign wrong or two neighbours swapped is no reference, and is meant", () => {
    fc.assert(
      fc.property(number, fc.nat(13), fc.constantFrom(..."0123456789"), fc.boolean(), (of, at, digit, swap) => {
        const good = paymentReference(of);
        const slipped = swap
          ? good.slice(0, at) + (good[at + 1] ?? "") + good[at]! + good.slice(at + 2)
          : good.slice(0, at) + digit + good.slice(at + 1);
        fc.pre(slipped !== good);
        expect(referencesIn(slipped)).toEqual([]);
        expect(referencesMeant(`for ${slipped} of May`, [paymentReference(77), good])).toContain(good);
      }),
    );
  });

  it("without its letters, or with a sign lost, is meant too; another number is not", () => {
    const good = paymentReference(1_234_567_890);
    expect(referencesMeant(good.slice(2), [good])).toEqual([good]);
    expect(referencesMeant(good.slice(0, 9) + good.slice(10), [good])).toEqual([good]);
    expect(referencesMeant("invoice 20261120", [good])).toEqual([]);
  });
});

const proforma = (number: number, left: number, more: Partial<Proforma> = {}): Proforma => ({
  proforma_id: `pf_${number}`,
  reference: paymentReference(number),
  currency: "CNY",
  left_minor: BigInt(left),
  void: false,
  due_on: "2026-11-20",
  unpaid: false,
  company: "兰州食堂有限公司",
  ...more,
});
const line = (line_id: string, amount: number, text: string, more: Partial<BankLine> = {}): BankLine => ({
  line_id,
  booked_on: "2026-11-20",
  amount_minor: BigInt(amount),
  currency: "CNY",
  text,
  payer: "somebody",
  ...more,
});
const none = new Set<string>();

describe("a bank statement", () => {
  it("books what names a proforma: equal, under, over; and asks about what is paid or void already", () => {
    const open = [
      proforma(1, 1_000),
      proforma(2, 1_000),
      proforma(3, 1_000),
      proforma(4, 0),
      proforma(5, 9, { void: true }),
    ];
    const lines = [1, 2, 3, 4, 5].map((of, at) => line(`l${of}`, [1_000, 400, 1_500, 5, 9][at]!, paymentReference(of)));
    expect(matchStatement(lines, open, none)).toEqual([
      { line_id: "l1", action: "match", proforma_id: "pf_1", fit: "equal", applied_minor: 1_000n, over_minor: 0n },
      { line_id: "l2", action: "match", proforma_id: "pf_2", fit: "under", applied_minor: 400n, over_minor: 0n },
      { line_id: "l3", action: "match", proforma_id: "pf_3", fit: "over", applied_minor: 1_000n, over_minor: 500n },
      { line_id: "l4", action: "ask", why: "paid_already", suggestions: ["pf_4"] },
      { line_id: "l5", action: "ask", why: "void", suggestions: [] },
    ]);
  });

  it("is late by the day on which the bank booked it, whenever it is shown", () => {
    const text = paymentReference(1);
    const of = (booked_on: string, more: Partial<Proforma>) =>
      matchStatement([line("l", 1_000, text, { booked_on })], [proforma(1, 1_000, more)], none)[0];
    expect(of("2026-11-20", {})).toMatchObject({ action: "match", fit: "equal" });
    expect(of("2026-11-21", {})).toMatchObject({ action: "ask", why: "void" });
    expect(of("2026-11-20", { void: true, unpaid: true })).toMatchObject({ why: "in_time" });
    expect(of("2026-11-21", { void: true, unpaid: true })).toMatchObject({ why: "void" });
    // Of an order that stands: late or not, it is paid.
    expect(of("2027-02-01", { due_on: null })).toMatchObject({ action: "match", fit: "equal" });
    // Paid by card meanwhile, say: in time or not, it is nothing's.
    expect(of("2026-11-20", { void: true })).toMatchObject({ why: "void" });
  });

  it("two payments of one proforma: the second takes what is left, a third is asked about", () => {
    const text = paymentReference(1);
    const lines = [line("c", 100, text), line("b", 700, text), line("a", 600, text)];
    expect(matchStatement(lines, [proforma(1, 1_000)], none)).toMatchObject([
      { line_id: "a", fit: "under", applied_minor: 600n },
      { line_id: "b", fit: "over", applied_minor: 400n, over_minor: 300n },
      { line_id: "c", action: "ask", why: "paid_already" },
    ]);
  });

  it("never books a line twice, nor money that left", () => {
    const lines = [line("l1", 400, paymentReference(1)), line("l1", 400, paymentReference(1)), line("l2", -400, "")];
    expect(matchStatement(lines, [proforma(1, 1_000)], none).map((one) => one.action)).toEqual([
      "match",
      "known",
      "leave",
    ]);
    expect(matchStatement(lines, [proforma(1, 1_000)], new Set(["l1"])).map((one) => one.action)).toEqual([
      "known",
      "known",
      "leave",
    ]);
  });

  it("asks about a slip, another currency, several references and none, and says what may be meant", () => {
    const open = [proforma(1, 1_000), proforma(2, 700), proforma(3, 700, { company: "另一家" })];
    const slip = paymentReference(1).replace(/\d$/, (digit) => String((Number(digit) + 1) % 10));
    const both = `${paymentReference(1)} ${paymentReference(2)}`;
    const named = { payer: "兰州食堂 有限公司" };
    const of = (one: BankLine) => matchStatement([one], open, none)[0];
    expect(of(line("l", 1_000, slip))).toMatchObject({ why: "no_reference", suggestions: ["pf_1", "pf_2"] });
    expect(of(line("l", 1_000, paymentReference(99_999_999)))).toMatchObject({
      why: "unknown_reference",
      suggestions: [],
    });
    expect(of(line("l", 1_000, paymentReference(1), { currency: "EUR" }))).toMatchObject({ why: "wrong_currency" });
    expect(of(line("l", 1_700, both))).toMatchObject({ why: "several_references", suggestions: ["pf_1", "pf_2"] });
    expect(of(line("l", 700, "货款", named))).toMatchObject({ why: "no_reference", suggestions: ["pf_2"] });
    expect(of(line("l", 701, "货款", named))).toMatchObject({ suggestions: [] });
    expect(of(line("l", 700, "货款"))).toMatchObject({ suggestions: [] });
  });

  it("books every cent once: on a proforma never more than was left, the rest over, in any order of lines", () => {
    const lines = fc.array(
      fc.record({
        id: fc.integer({ min: 1, max: 12 }).map((one) => `l${one}`),
        amount: fc.integer({ min: -50, max: 900 }),
        of: fc.integer({ min: 1, max: 4 }),
      }),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(lines, fc.array(fc.nat(1_000), { minLength: 3, maxLength: 3 }), fc.nat(5), (raw, left, earlier) => {
        // One entry of the bank is the same wherever it is shown.
        const entries = new Map(raw.map((one) => [one.id, line(one.id, one.amount, paymentReference(one.of))]));
        const all = raw.map((one) => entries.get(one.id)!);
        const open = left.map((minor, at) => proforma(at + 1, minor));
        const known = new Set(all.slice(0, earlier).map((one) => one.line_id));
        const matched = matchStatement(all, open, known);
        expect(matchStatement(shuffled(all, left), open, known)).toEqual(matched);
        expect(matched).toHaveLength(all.length);
        const booked = matched.filter((one) => one.action === "match");
        expect(new Set(booked.map((one) => one.line_id)).size).toBe(booked.length);
        for (const one of booked) {
          expect(known.has(one.line_id)).toBe(false);
          expect(one.applied_minor > 0n).toBe(true);
          expect(one.applied_minor + one.over_minor).toBe(entries.get(one.line_id)!.amount_minor);
        }
        for (const { proforma_id, left_minor } of open) {
          const mine = booked.filter((one) => one.proforma_id === proforma_id);
          const sum = mine.reduce((total, one) => total + one.applied_minor, 0n);
          expect(sum <= left_minor).toBe(true);
          if (mine.some((one) => one.over_minor > 0n)) expect(sum).toBe(left_minor);
        }
      }),
    );
  });
});
