import { carrierWords } from "@commonlot/domain";
import type { Both } from "./path";

/** A carrier as people call it, in both languages; its code where the list does not know it. */
export function carrierName(code: string): Both {
  const { zh, en } = carrierWords(code);
  return { zh, en };
}
