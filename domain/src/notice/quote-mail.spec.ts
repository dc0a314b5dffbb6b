import { describe, expect, it } from "vitest";
import { QUOTE_MAILS, quoteMail } from "./quote-mail";

describe("mails about a quote", () => {
  const facts = {
    number: "Q-1001",
    company: "福州食堂",
    cooperative: "Wudu cooperative",
    until: "2026-12-03 23:59",
    link: "https://shop.example/wholesale/quotes/quote_1",
  };

  it("each name the quote, the other side and its page, in both languages", () => {
    for (const about of QUOTE_MAILS) {
      for (const language of ["zh", "en"] as const) {
        for (const to of ["buyer", "seller"] as const) {
          const { subject, text } = quoteMail(about, to, { ...facts, language });
          expect(subject).toContain("Q-1001");
          expect(subject).not.toMatch(/\n/);
          expect(text).toContain(to === "buyer" ? facts.cooperative : facts.company);
          expect(text.endsWith(facts.link)).toBe(true);
        }
      }
    }
  });

  it("tell the buyer to pay, and the seller that the goods are the order's", () => {
    const accepted = (to: "buyer" | "seller") => quoteMail("accepted", to, { ...facts, language: "en" }).text;
    expect(accepted("buyer")).toContain("pay by 2026-12-03 23:59");
    expect(accepted("seller")).not.toContain("pay");
  });
});
