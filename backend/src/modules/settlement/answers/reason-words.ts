import { bankReason } from "@commonlot/domain";

/** A reason of a bank in both languages. */
export function reasonWords(code: string | null): { en: string; zh: string } {
  const { en, zh } = bankReason(code);
  return { en, zh };
}
