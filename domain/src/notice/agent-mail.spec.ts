import { describe, expect, it } from "vitest";
import { AGENT_MAILS, agentAccountMail, commissionEarnedMail, commissionStatementMail } from "./agent-mail";

const LANGUAGES = ["zh", "en"] as const;
const link = "https://shop.example/zh/agent";
const statement = {
  link,
  number: "CS000007",
  cooperative: "竹塘合作社",
  amount: "7.45 CNY",
  last4: "7894",
  bank_words: null,
};

describe("mails to an agent", () => {
  it("say the sum in one line of subject, and end with the page to read it on, in both languages", () => {
    for (const language of LANGUAGES) {
      const earned = commissionEarnedMail({ language, link, order_number: "12", amount: "2.98 CNY" });
      expect(earned.subject).toContain("2.98 CNY");
      expect(earned.text).toContain(" 12 ");
      for (const about of AGENT_MAILS) {
        if (about === "earned") continue;
        const mail = commissionStatementMail(about, { ...statement, language });
        expect(mail.subject).toContain("CS000007");
        for (const fact of ["7.45 CNY", "CS000007", "7894", "竹塘合作社"]) expect(mail.text).toContain(fact);
        expect(mail.text.endsWith(`\n${link}`)).toBe(true);
      }
      expect(earned.text.endsWith(`\n${link}`)).toBe(true);
      expect(earned.subject).not.toMatch(/\n/);
    }
  });

  it("of an order that nobody knows a number of, and of a statement without an account, have no hole in them", () => {
    for (const language of LANGUAGES) {
      const earned = commissionEarnedMail({ language, link, order_number: null, amount: "2.98 CNY" });
      const paid = commissionStatementMail("paid", { ...statement, language, last4: null });
      for (const { subject, text } of [earned, paid]) expect(`${subject} ${text}`).not.toMatch(/null|undefined| {2}/);
    }
  });

  it("that it was not paid says the bank's own words where there are any, and that the money is still theirs", () => {
    const words = { zh: "账户已销户。", en: "The account is closed." };
    for (const language of LANGUAGES) {
      const with_words = commissionStatementMail("not_paid", { ...statement, language, bank_words: words[language] });
      expect(with_words.text).toContain(words[language]);
      expect(with_words.text).toContain(language === "zh" ? "还是您的" : "still yours");
      expect(commissionStatementMail("paid", { ...statement, language }).text).not.toContain(words[language]);
    }
  });

  it("about another account say which and from when, and what to do if it was somebody else", () => {
    for (const language of LANGUAGES) {
      const { text } = agentAccountMail({ language, link, last4: "7894", from: "2026-12-01 10:00" });
      for (const fact of ["7894", "2026-12-01 10:00", language === "zh" ? "撤回" : "call it off", link])
        expect(text).toContain(fact);
    }
  });
});
