import { describe, expect, it } from "vitest";
import { AGREEMENT_MAILS, agreementMail } from "./agreement-mail";

describe("mails about an agreement", () => {
  const facts = {
    number: "A-1001",
    company: "福州食堂",
    cooperative: "Wudu cooperative",
    link: "https://shop.example/wholesale/agreements/agreement_1",
  };

  it("each name the agreement, the other side and its page, in both languages", () => {
    const subjects = new Set<string>();
    for (const about of AGREEMENT_MAILS)
      for (const language of ["zh", "en"] as const)
        for (const to of ["buyer", "seller"] as const) {
          const { subject, text } = agreementMail(about, to, { ...facts, language });
          subjects.add(`${language}${subject ?? ""}`);
          expect(subject).toContain("A-1001");
          expect(subject).not.toMatch(/\n/);
          expect(text).toContain(to === "buyer" ? facts.cooperative : facts.company);
          expect(text.endsWith(facts.link)).toBe(true);
        }
    // Each says something of its own.
    expect(subjects.size).toBe(AGREEMENT_MAILS.length * 2);
  });

  it("tell of money that none has moved", () => {
    expect(agreementMail("statement", "buyer", { ...facts, language: "en" }).text).toContain("No money moves");
  });
});
