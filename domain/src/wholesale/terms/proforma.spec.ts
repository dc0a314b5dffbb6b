import { describe, expect, it } from "vitest";
import { reasonOf, valueOf } from "../../../test/expect-result";
import { TRANSFER_MAILS, transferMail } from "../../notice/transfer-mail";
import { captureJournal, refundJournal } from "../../settlement/order-journals";
import {
  freightPaidJournal,
  receivablePaidJournal,
  transferInJournal,
  transferReturnedJournal,
} from "../../settlement/transfer-journals";
import { findTransitionFaults, statesOf } from "../../shared/transitions";
import {
  decideParts,
  isOff,
  isOwed,
  PROFORMA_KINDS,
  PROFORMA_STATES,
  PROFORMA_TRANSITIONS,
  reminderDue,
  transferPart,
  type ProformaState,
} from "./proforma";

describe("a proforma", () => {
  it("has states that all end, and only the two that are off let money go", () => {
    expect(findTransitionFaults(PROFORMA_TRANSITIONS)).toEqual({
      unreachable: [],
      dead_ends: [],
      leaky_terminals: [],
      unknown: [],
    });
    expect(statesOf(PROFORMA_TRANSITIONS)).toEqual([...PROFORMA_STATES]);
    expect(PROFORMA_STATES.filter(isOff)).toEqual(["lapsed", "void"]);
    expect(PROFORMA_KINDS.filter(isOwed)).toEqual(["balance", "account", "freight"]);
  });

  it("asks for all of it, or for a deposit whose balance is owed after; together they are the total", () => {
    expect(valueOf(transferPart({ kind: "prepay" }, 448_00n))).toMatchObject({ kind: "whole", amount_minor: 448_00n });
    expect(valueOf(transferPart(null, 1n)).amount_minor).toBe(1n);
    expect(valueOf(transferPart({ kind: "net", net_days: 30 }, 5n))).toMatchObject({ kind: "whole", balance: null });
    const third = { kind: "deposit", deposit_bp: 3_333, balance: "before_dispatch" } as const;
    expect(valueOf(transferPart(third, 1_005n))).toEqual({
      kind: "deposit",
      amount_minor: 335n,
      balance: { amount_minor: 670n, days: 14, before_dispatch: true },
    });
    expect(valueOf(transferPart({ ...third, balance: { net_days: 30 } }, 1_005n)).balance).toMatchObject({
      days: 30,
      before_dispatch: false,
    });
    // A deposit of a cent leaves no balance.
    expect(valueOf(transferPart({ ...third, deposit_bp: 9_999 }, 1n))).toMatchObject({ kind: "whole", balance: null });
    expect(reasonOf(transferPart({ kind: "prepay" }, 0n))).toBe("not_to_pay");
  });

  it("that is owed is reminded of on its day, after a week and after two, once each, however long nobody looked", () => {
    const due = new Date("2026-12-01T00:00:00Z");
    const after = (days: number) => new Date(due.getTime() + days * 86_400_000);
    expect(reminderDue(due, 0, after(-1))).toBeNull();
    expect(reminderDue(due, 0, after(0))).toEqual({ about: "due", sent: 1 });
    expect(reminderDue(due, 1, after(6))).toBeNull();
    expect(reminderDue(due, 1, after(7))).toEqual({ about: "late_7", sent: 2 });
    expect(reminderDue(due, 0, after(30))).toEqual({ about: "late_14", sent: 3 });
    expect(reminderDue(due, 3, after(300))).toBeNull();
  });
});

describe("money that was transferred", () => {
  it("stands at the cooperative's bank, and is owed until it is an order's or has gone back", () => {
    const input = { cooperative_id: "coop_1", currency: "CNY", amount_minor: 100n, memo: "x" };
    const came = valueOf(transferInJournal(input));
    expect(came.postings).toEqual([
      { account: { kind: "bank", party: "coop_1" }, amount_minor: 100n },
      { account: { kind: "clearing", party: "transfer:coop_1" }, amount_minor: -100n },
    ]);
    const back = valueOf(transferReturnedJournal(input));
    const sums = new Map<string, bigint>();
    for (const { account, amount_minor } of [...came.postings, ...back.postings])
      sums.set(account.kind, (sums.get(account.kind) ?? 0n) + amount_minor);
    expect([...sums.values()]).toEqual([0n, 0n]);
  });

  it("for freight pays the cooperative what it had put in, and the tax in it; balanced, and of more than nothing", () => {
    const input = {
      ...{ cooperative_id: "coop_1", tax_party: "platform", currency: "CNY", memo: "x" },
      ...{ amount_minor: 880n, tax_minor: 80n },
    };
    expect(valueOf(freightPaidJournal(input))).toMatchObject({
      kind: "freight_paid",
      postings: [
        { account: { kind: "clearing", party: "transfer:coop_1" }, amount_minor: 880n },
        { account: { kind: "cooperative_fee", party: "coop_1" }, amount_minor: -800n },
        { account: { kind: "tax", party: "platform" }, amount_minor: -80n },
      ],
    });
    expect(valueOf(freightPaidJournal({ ...input, tax_minor: 0n })).postings).toHaveLength(2);
    for (const wrong of [{ amount_minor: 0n }, { tax_minor: 881n }, { tax_minor: -1n }])
      expect(reasonOf(freightPaidJournal({ ...input, ...wrong }))).toBe("amount_not_positive");
  });

  it("paid later is owed by the company from the capture on, and every journal of it is balanced", () => {
    const movement = { order_id: "order_1", processor: "transfer:coop_1", currency: "CNY", memo: "x" };
    const owed = (amount_minor: bigint) => ({ company_id: "company_1", amount_minor });
    const journals = [
      valueOf(captureJournal({ ...movement, amount_minor: 100n, owed: owed(70n) })),
      valueOf(refundJournal({ ...movement, amount_minor: 30n, owed: owed(30n) })),
      valueOf(
        receivablePaidJournal({
          cooperative_id: "coop_1",
          company_id: "company_1",
          currency: "CNY",
          amount_minor: 40n,
          memo: "x",
        }),
      ),
    ];
    const sums = new Map<string, bigint>();
    for (const { account, amount_minor } of journals.flatMap((one) => one.postings))
      sums.set(account.kind, (sums.get(account.kind) ?? 0n) + amount_minor);
    expect(Object.fromEntries(sums)).toEqual({ clearing: 70n, receivable: 0n, buyer_deposit: -70n });
    for (const { postings } of journals) expect(postings.reduce((sum, one) => sum + one.amount_minor, 0n)).toBe(0n);
    expect(journals[1]?.postings).toHaveLength(2);
    expect(reasonOf(captureJournal({ ...movement, amount_minor: 100n, owed: owed(101n) }))).toBe("amount_not_positive");
  });

  it("of a joint quote is one of several: all of them are ordered, or all end with the first that lacks something", () => {
    const now = new Date("2026-12-04T09:00:00Z");
    const at = (state: ProformaState, hours: number) => ({
      state,
      due_at: new Date(now.getTime() + hours * 3_600_000),
    });
    expect(decideParts([at("paid", -1), at("paid", -1)], now)).toBe("order");
    expect(decideParts([at("paid", 1), at("open", 1)], now)).toBe("wait");
    expect(decideParts([at("paid", 1), at("open", 0)], now)).toBe("lapse");
    expect(decideParts([at("open", -1)], now)).toBe("lapse");
    for (const ended of ["ordered", "lapsed", "void"] as const)
      expect(decideParts([at("paid", 1), at(ended, 1)], now)).toBe("over");
    expect(decideParts([], now)).toBe("over");
  });

  it("is told of in both languages, with what the reader has to know", () => {
    const facts = {
      number: "Q-1001",
      reference: "RF54 0000 0012 34",
      company: "Canteen",
      cooperative: "Wudu",
      amount: "448.00 CNY",
      arrived: "100.00 CNY",
      left: "348.00 CNY",
      until: "2026-12-04 17:00",
      unused: null,
      link: "https://shop.example/wholesale/proformas/1",
    };
    for (const language of ["zh", "en"] as const)
      for (const about of TRANSFER_MAILS)
        for (const side of ["buyer", "seller"] as const) {
          const { subject, text } = transferMail(about, side, { ...facts, language });
          expect(subject).toContain("Q-1001");
          expect(text).toContain(side === "buyer" ? "Wudu" : "Canteen");
          expect(text.endsWith(facts.link)).toBe(true);
        }
    const sent = transferMail("sent", "buyer", { ...facts, language: "en" });
    for (const said of [facts.reference, facts.amount, facts.until]) expect(sent.text).toContain(said);
    expect(transferMail("part", "buyer", { ...facts, language: "zh" }).text).toContain(facts.left);
  });
});
