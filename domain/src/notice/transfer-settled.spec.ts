import { expect, test } from "vitest";
import { transferMail, type TransferMailFacts } from "./transfer-mail";

const facts = (more: Partial<TransferMailFacts>): TransferMailFacts => ({
  language: "en",
  number: "Q-1",
  reference: "RF54 0000",
  company: "Canteen",
  cooperative: "Wudu",
  amount: "349.00 CNY",
  arrived: "349.00 CNY",
  left: "0.00 CNY",
  until: "2026-12-01 12:00",
  unused: null,
  link: "https://shop.example/",
  ...more,
});

test("a debt that was paid is thanked for; one that was taken off since the order was cancelled is not said to be paid", () => {
  expect(transferMail("settled", "buyer", facts({}))).toMatchObject({
    subject: expect.stringContaining("Paid") as string,
  });
  for (const language of ["zh", "en"] as const) {
    const off = transferMail("settled", "buyer", facts({ language, credited: "349.00 CNY", arrived: "0.00 CNY" }));
    expect(`${off.subject} ${off.text}`).not.toMatch(/Paid|Thank|已付清|谢谢/);
    expect(off.text).toMatch(/Nothing is owed of it any more|不用再付了/);
  }
});
