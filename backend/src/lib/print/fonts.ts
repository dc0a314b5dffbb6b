import { readFileSync } from "node:fs";

/** Points in a millimetre. */
export const MM = 72 / 25.4;

/** 10.5 MB of TrueType each, with every Chinese letter; pdfkit embeds only those used. */
export const FONT_FILE = require.resolve("@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf");
export const BOLD_FONT_FILE = require.resolve("@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf");

let loaded: { text: Buffer; bold: Buffer } | undefined;

/** Both fonts, read from disk once: for a process that prints small papers all day. */
export function fonts(): { text: Buffer; bold: Buffer } {
  loaded ??= { text: readFileSync(FONT_FILE), bold: readFileSync(BOLD_FONT_FILE) };
  return loaded;
}
