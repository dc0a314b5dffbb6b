/** Where cooperatives are that name no time zone of their own, and the villages, the carriers and the platform. */
export const HOME_TZ = "Asia/Shanghai";

/** The calendar day at a place: "2026-11-22" for a moment and an IANA time zone ("Asia/Shanghai"). */
export function dayIn(tz: string, at: Date): string {
  // sv-SE writes dates as ISO days.
  return new Intl.DateTimeFormat("sv-SE", { timeZone: tz, year: "numeric", month: "2-digit", day: "2-digit" }).format(
    at,
  );
}

/** Today's day where a cooperative is. */
export function todayOf(cooperative?: { tz: string }): string {
  return dayIn(cooperative?.tz ?? HOME_TZ, new Date());
}

/** "14:05" at a place. */
export function timeIn(tz: string, at: Date): string {
  return new Intl.DateTimeFormat("en-GB", { timeZone: tz, hour: "2-digit", minute: "2-digit" }).format(at);
}

/** "2026-12-28 17:10 (Asia/Shanghai)"; where the house is in its own words: "（北京时间）", "Beijing time". */
export function zonedTime(tz: string, at: Date, language: "zh" | "en"): string {
  const time = `${dayIn(tz, at)} ${timeIn(tz, at)}`;
  if (tz === HOME_TZ) return language === "zh" ? `${time}（北京时间）` : `${time} Beijing time`;
  const zone = tz.replaceAll("_", " ");
  return language === "zh" ? `${time}（${zone}）` : `${time} (${zone})`;
}

/** The moment after a day of the house is over. */
export function afterDay(day: string): Date {
  return new Date(Date.parse(`${day}T00:00:00+08:00`) + 86_400_000);
}
