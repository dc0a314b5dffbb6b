import { describe, expect, it } from "vitest";
import { agreementMail } from "./agreement-mail";
import { keptByEnd, toldOfJoint } from "./call-off-mail";
import { QUOTE_MAILS, quoteMail } from "./quote-mail";

const facts = {
  number: "Q-1001",
  company: "福州食堂",
  cooperative: "Wudu cooperative",
  until: "2026-12-03 23:59",
  link: "https://shop.example/wholesale/quotes/quote_1",
  call_off: { agreement: "A-1007" },
};

describe("mails about a call-off", () => {
  it("each name the call-off, its agreement and the other side, and speak of no inquiry or offer, in both languages", () => {
    for (const about of QUOTE_MAILS)
      for (const language of ["zh", "en"] as const)
        for (const to of ["buyer", "seller"] as const) {
          const { subject, text } = quoteMail(about, to, { ...facts, language });
          expect(subject).toContain("Q-1001");
          for (const named of ["Q-1001", "A-1007", to === "buyer" ? facts.cooperative : facts.company])
            expect(text).toContain(named);
          expect(`${subject ?? ""} ${text.replace(facts.link, "")}`).not.toMatch(
            /询价|报价单|报价已|还价|\bquote|an offer/i,
          );
          expect(text.endsWith(facts.link)).toBe(true);
        }
  });

  it("are about an offer that was asked for where it is none", () => {
    const { call_off: _, ...quote } = facts;
    expect(quoteMail("asked", "seller", { ...quote, language: "zh" }).text).toContain("询价");
  });

  it("of several agreements say of how many cooperatives", () => {
    const call_off = { agreement: "JA-1001", parts: 3 };
    expect(quoteMail("offered", "buyer", { ...facts, call_off, language: "zh" }).text).toContain("3 家合作社");
    const one = quoteMail("offered", "buyer", { ...facts, call_off: { ...call_off, parts: 1 }, language: "en" });
    expect(one.text).toContain("(1 cooperative)");
    const waits = { ...facts, number: "JA-1001", call_off: { number: "J-5", parts: 3 } };
    const { subject, text } = agreementMail("waits", "buyer", { ...waits, language: "en" });
    expect(subject).toContain("J-5 (agreement JA-1001)");
    expect(text).toContain("3 cooperatives");
    expect(text).not.toContain(facts.cooperative);
  });
});

describe("what a company hears of a part of what it called off of several agreements", () => {
  const [kept, waits, gone] = [
    { ended: false, kept: true },
    { ended: false, kept: false },
    { ended: true, kept: false },
  ];

  it("is one mail about all when all that stands is kept, and nothing before", () => {
    expect(toldOfJoint("offered", [kept, waits])).toBe("none");
    expect(toldOfJoint("offered", [kept, kept])).toBe("whole");
    expect(toldOfJoint("offered", [kept, gone])).toBe("whole");
    expect(toldOfJoint("offered", [gone, gone])).toBe("none");
  });

  it("is an end of all once nothing is open, and of a part until then", () => {
    for (const about of ["expired", "withdrawn"] as const) {
      expect(toldOfJoint(about, [kept, gone])).toBe("part");
      expect(toldOfJoint(about, [gone, gone])).toBe("whole");
    }
    expect(toldOfJoint("rejected", [gone, gone])).toBe("part");
    expect(toldOfJoint("message", [kept, kept])).toBe("part");
  });

  it("is also that all is kept that stands, when the part that it waited for has ended", () => {
    for (const about of ["rejected", "withdrawn", "expired"] as const) {
      expect(keptByEnd(about, [kept, gone])).toBe(true);
      expect(keptByEnd(about, [kept, waits, gone])).toBe(false);
      expect(keptByEnd(about, [gone, gone])).toBe(false);
    }
    for (const about of ["gave_way", "message", "accepted"] as const)
      expect(keptByEnd(about, [kept, gone])).toBe(false);
  });

  it("is of all what is done with all", () => {
    for (const about of ["accepted", "unpaid", "given_back", "to_approve", "declined"] as const)
      expect(toldOfJoint(about, [gone, gone])).toBe("whole");
  });
});
