import { modulo97 } from "../shared/modulo97";

/**
 * Characters of an IBAN in each country that has it (the IBAN registry of ISO 13616). China has none: a Chinese number that
 * begins with two letters is the bank's own.
 */
const LENGTHS: Readonly<Record<string, number>> = Object.fromEntries(
  (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 " +
    "FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 " +
    "LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 " +
    "RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"
  )
    .split(" ")
    .map((one) => [one.slice(0, 2), Number(one.slice(2))]),
);

/** The characters that an IBAN of this one's country has; undefined for what nobody meant as one (`isIbanShaped`). */
export function ibanLength(account: string): number | undefined {
  return isIbanShaped(account) ? LENGTHS[account.slice(0, 2)] : undefined;
}

/** Whether somebody who typed this (without spaces, upper case) meant an IBAN: a country that has it, then two digits. */
export function isIbanShaped(account: string): boolean {
  return /^[A-Z]{2}\d{2}[A-Z0-9]*$/.test(account) && account.slice(0, 2) in LENGTHS;
}

/**
 * Whether an IBAN (without spaces, upper case) has a valid shape, its country's length and check digits: the first four
 * characters moved to the end and letters read as 10 to 35, the number is 1 modulo 97 (ISO 13616, ISO 7064).
 */
export function isIban(iban: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return false;
  const length = LENGTHS[iban.slice(0, 2)];
  if (length !== undefined && length !== iban.length) return false;
  return modulo97(iban.slice(4) + iban.slice(0, 4)) === 1;
}
