import { describe, expect, it } from "vitest";
import { reasonOf, valueOf } from "../../test/expect-result";
import { TRANSFER_MAILS, transferMail } from "../notice/transfer-mail";
import { transferInJournal, transferReturnedJournal } from "../settlement/journal";
import { findTransitionFaults, statesOf } from "../shared/transitions";
import { isOff, PROFORMA_STATES, PROFORMA_TRANSITIONS, transferPart } from "./proforma";

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
  });

  it("asks for all of what is prepaid; a deposit and net days are not paid so yet", () => {
    expect(valueOf(transferPart({ kind: "prepay" }, 448_00n))).toMatchObject({ what: "whole", amount_minor: 448_00n });
    expect(valueOf(transferPart(null, 1n)).amount_minor).toBe(1n);
    for (const terms of [
      { kind: "net", net_days: 30 },
      { kind: "deposit", deposit_bp: 3_000, balance: "before_dispatch" },
      // A deposit of a cent leaves no balance, and is still one.
      { kind: "deposit", deposit_bp: 9_999, balance: "before_dispatch" },
    ] as const)
      expect(reasonOf(transferPart(terms, 1n))).toBe("terms_not_by_transfer");
    expect(reasonOf(transferPart({ kind: "prepay" }, 0n))).toBe("terms_not_by_transfer");
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
