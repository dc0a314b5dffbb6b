import { TIME_ZONE } from "./formats";

/** The calendar day that people here are in: "2026-11-27" while it is still the 26th in Greenwich. */
export function today(at: Date = new Date()): string {
  // sv-SE writes dates as ISO days.
  return new Intl.DateTimeFormat("sv-SE", { timeZone: TIME_ZONE }).format(at);
}
