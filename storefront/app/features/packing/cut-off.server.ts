/** All clocks of a shed are the villages' clocks: China has one time, and no summer time. */
const OFFSET = "+08:00";
const OFFSET_MS = 8 * 3_600_000;
/** Carriers come in the late afternoon. */
const USUAL_HOUR = 17;
const DAY_MS = 86_400_000;

/** "2026-11-26T17:00" as a form sends it -> a moment; null for what is none. */
export function cutOffTyped(typed: string): string | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(typed)) return null;
  const at = new Date(`${typed}:00${OFFSET}`);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

/** The next usual cut-off, as a form shows it. */
export function nextCutOff(now: Date): string {
  const here = new Date(now.getTime() + OFFSET_MS);
  const day = here.getUTCHours() < USUAL_HOUR ? here : new Date(here.getTime() + DAY_MS);
  return `${day.toISOString().slice(0, 10)}T${USUAL_HOUR}:00`;
}
