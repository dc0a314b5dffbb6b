import { pinyin } from "pinyin-pro";

/** The syllables of Chinese characters without tones: 核桃 -> ["he", "tao"]; ü is v, as on keyboards. */
export function syllables(han: string): string[] {
  return pinyin(han, { toneType: "none", type: "array", v: true }).map((one) => one.toLowerCase());
}
