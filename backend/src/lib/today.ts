/** The calendar day at a place: "2026-11-22" for a moment and an IANA time zone ("Asia/Shanghai"). */
export function dayIn(tz: string, at: Date): string {
  // sv-SE writes dates as ISO days.
  return new Intl.DateTimeFormat("sv-SE", { timeZone: tz, year: "numeric", month: "2-digit", day: "2-digit" }).format(
    at,
  );
}

/** "14:05" at a place. */
export function timeIn(tz: string, at: Date): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone: tz, hour: "2-digit", minute: "2-digit" }).format(at);
}
