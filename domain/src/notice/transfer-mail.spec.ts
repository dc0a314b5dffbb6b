import { describe, expect, test } from "vitest";
import { transferMail, type TransferMailFacts } from "./transfer-mail";

const facts = (of: Partial<TransferMailFacts> = {}): TransferMailFacts => ({
  language: "en",
  number: "Q-1017",
  reference: "RF12 3456",
  company: "Shanghai canteen",
  cooperative: "Maya cooperative",
  amount: "1,710.34 CNY",
  arrived: "1,745.34 CNY",
  left: "0.00 CNY",
  until: "2026-12-28 17:10 Beijing time",
  unused: null,
  link: "https://shop.example/wholesale/proformas/proforma_1",
  ...of,
});

describe("a mail about a transfer", () => {
  test.each(["arrived", "settled"] as const)("%s names what came too much, to who paid it alone", (about) => {
    const said = transferMail(about, "buyer", facts({ unused: "35.00 CNY" })).text;
    expect(said).toContain("35.00 CNY of yours lies unused");
    expect(transferMail(about, "buyer", facts({ language: "zh", unused: "35.00 CNY" })).text).toContain(
      "35.00 CNY 没有用上",
    );
    expect(transferMail(about, "seller", facts({ unused: "35.00 CNY" })).text).not.toContain("35.00");
    expect(transferMail(about, "buyer", facts()).text).not.toContain("unused");
  });
});
