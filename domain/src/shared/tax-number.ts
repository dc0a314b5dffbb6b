import { ok, refuse, type Refusal, type Result } from "./result";

/** Signs of a unified social credit code, each with its value by place: no I, O, S, V, Z, which look like digits. */
const SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const CREDIT_CODE = /^[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}$/;
/** Tax numbers of other countries: 5 to 20 letters and digits; their own check digits are for whoever vets. */
const OTHER = /^[0-9A-Z]{5,20}$/;

export type TaxNumberRefusal = Refusal<"invalid_country" | "invalid_tax_number">;

/**
 * A company's tax number as it is stored: capitals, no spaces, dots or dashes. In China it is the unified social credit code (18 signs,
 * the last one checks the others, GB 32100-2015); elsewhere 5 to 20 letters and digits. `country`: two capitals, ISO 3166. Refuses a
 * code that its last sign gives away as mistyped.
 */
export function checkTaxNumber(country: string, typed: string): Result<string, TaxNumberRefusal> {
  if (!/^[A-Z]{2}$/.test(country))
    return refuse("invalid_country", "Give the country as two capitals, such as CN.", "country");
  const number = typed.toUpperCase().replace(/[\s.-]/g, "");
  if (country !== "CN") {
    if (OTHER.test(number)) return ok(number);
    return refuse("invalid_tax_number", "A tax number has 5 to 20 letters and digits.", "tax_number");
  }
  if (!CREDIT_CODE.test(number)) {
    const message = "A unified social credit code has 18 letters and digits, without I, O, S, V and Z.";
    return refuse("invalid_tax_number", message, "tax_number");
  }
  if (SIGNS[checkSign(number)] !== number[17]) {
    const message =
      "One sign of this unified social credit code is wrong or two are swapped. Compare it with the licence.";
    return refuse("invalid_tax_number", message, "tax_number");
  }
  return ok(number);
}

/** The place of the last sign: 31 - sum(value * 3^place mod 31) mod 31, of the 17 before it. */
function checkSign(code: string): number {
  let sum = 0;
  let weight = 1;
  for (const sign of code.slice(0, 17)) {
    sum += SIGNS.indexOf(sign) * weight;
    weight = (weight * 3) % 31;
  }
  return (31 - (sum % 31)) % 31;
}
