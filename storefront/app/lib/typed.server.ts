// Numbers and days as people type them, read once for all forms. What is doubtful is asked back, never guessed.

/** Words that people write behind a number of packs. */
const COUNTED = /\s*(?:份|包|袋|箱|件|盒|个|枚|packs?|pcs?\.?)$/i;
const THOUSANDS = /^\d{1,3}(,\d{3})+$/;
/** More digits than any number of packs has. */
const WHOLE = /^\d{1,9}$/;

/** "1200", "1,200", "１２００" or "1200 份" as 1200. Null for what is no whole number, and for nothing. */
export function wholeTyped(typed: string): number | null {
  const text = typed.normalize("NFKC").trim().replace(COUNTED, "");
  const plain = THOUSANDS.test(text) ? text.replaceAll(",", "") : text;
  return WHOLE.test(plain) ? Number(plain) : null;
}

const DAY = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/;
const MOMENT = /^(.+?)[T\s]+(\d{1,2}):(\d{2})(?::00)?$/;

/** "2026-12-01", "2026/12/1", "2026年12月1日" as an ISO day, for browsers without a calendar of their own. Null for what is none. */
export function dayTyped(typed: string): string | null {
  const [, year, month, day] = DAY.exec(typed.normalize("NFKC").replace(/\s/g, "")) ?? [];
  if (year === undefined || month === undefined || day === undefined) return null;
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const at = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso) ? iso : null;
}

/** A day with its time, "2026-12-01 8:30", as "2026-12-01T08:30": by whose clock the form says. */
export function momentTyped(typed: string): string | null {
  const [, day = "", hours = "", minutes = ""] = MOMENT.exec(typed.normalize("NFKC").trim()) ?? [];
  const on = dayTyped(day);
  return on === null || Number(hours) > 23 || Number(minutes) > 59
    ? null
    : `${on}T${hours.padStart(2, "0")}:${minutes}`;
}
