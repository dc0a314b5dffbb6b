import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accountNumberFault, hasCnapsCheck } from "./account-number";

const bank = { system: "CNAPS", member_id: "102100099996" };
const fault = (account: string, more: object = {}) => accountNumberFault({ account, bank, ...more })?.reason;

describe("the numbers of an account", () => {
  it("finds a wrong digit of a card, unless it is said to be as on the bank's paper", () => {
    expect(fault("6222020200112233446")).toBeUndefined();
    expect(fault("6222020200112233447")).toBe("card_number_invalid");
    expect(fault("6222020200112233447", { as_on_paper: true })).toBeUndefined();
  });

  it("asks no check digit of accounts of companies and passbooks", () => {
    // As banks write them: ICBC 19 digits, CCB 20, ABC 17, BOC 12, BoCom 21, an account of a non-resident.
    for (const account of [
      "1001190709016201530",
      "33001616783059000667",
      "19010101040004567",
      "349356008811",
      "621060101018010012345",
      "NRA1001234567890",
    ])
      expect(fault(account)).toBeUndefined();
  });

  it("finds an IBAN that is wrong or of the wrong length, whatever is said of it", () => {
    expect(fault("DE89370400440532013000")).toBeUndefined();
    for (const wrong of ["DE98370400440532013000", "GB29NWBK60161331926818"])
      expect(fault(wrong, { as_on_paper: true })).toBe("iban_invalid");
    for (const wrong of ["DE8937040044053201300", "DE89"]) expect(fault(wrong)).toBe("iban_length");
  });

  it("names the check digits of an IBAN before it asks for the bank's number", () => {
    const typed = { account: "DE98370400440532013000", bank: { system: "CNAPS", member_id: "" } };
    expect(accountNumberFault(typed)).toMatchObject({ reason: "iban_invalid", field: "account" });
    expect(accountNumberFault(typed)?.message).toContain("check digits of this IBAN (98");
    const right = accountNumberFault({ ...typed, account: "DE89370400440532013000" });
    expect(right).toMatchObject({ reason: "bank_number_invalid", field: "bank.member_id" });
    expect(accountNumberFault({ account: "123456", bank: { system: "GBDSC", member_id: "" } })?.reason).toBe(
      "bank_number_invalid",
    );
  });

  it("finds a wrong number of a bank", () => {
    const of = (member_id: string, more: object = {}) =>
      accountNumberFault({ account: "123456", bank: { system: "CNAPS", member_id }, ...more })?.reason;
    expect(of("10210009999")).toBe("bank_number_invalid");
    expect(of("1021000999960", { as_on_paper: true })).toBe("bank_number_invalid");
    expect(of("102100099969")).toBe("bank_number_doubtful");
    expect(of("102100099969", { as_on_paper: true })).toBeUndefined();
    for (const known of [
      "102100099996",
      "103100000026",
      "104100000004",
      "105100000017",
      "308584000013",
      "403100000004",
    ])
      expect(of(known)).toBeUndefined();
    expect(accountNumberFault({ account: "123456", bank: { system: "GBDSC", member_id: "601613" } })).toBeNull();
  });

  it("sees every single wrong digit of a bank's number", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 11 }), fc.integer({ min: 1, max: 9 }), (at, more) => {
        const digits = [...bank.member_id];
        digits[at] = String((Number(digits[at]) + more) % 10);
        expect(hasCnapsCheck(digits.join(""))).toBe(false);
      }),
    );
  });
});
