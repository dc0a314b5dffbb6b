/** Empty rows for zones at first, and how many more a press adds. */
const ZONES_AT_FIRST = 4;
const ZONES_MORE = 4;
/** More zones than provinces make no sense. */
const MAX_ZONES = 40;

const filled = (typed: Readonly<Record<string, string>>, index: number): boolean =>
  ["zone", "provinces", "first_price", "step_price"].some(
    (column) => (typed[`${column}_${index}`] ?? "").trim() !== "",
  );

/** Numbers of the zone rows to show: those that are filled, and some to fill. */
export function zoneRows(typed: Readonly<Record<string, string>>): number[] {
  let last = -1;
  for (let index = 0; index < MAX_ZONES; index++) if (filled(typed, index)) last = index;
  const shown = Object.keys(typed).filter((name) => /^zone_\d+$/.test(name)).length;
  const wanted = Math.max(ZONES_AT_FIRST, last + 1, typed.act === "more" ? shown + ZONES_MORE : shown);
  return Array.from({ length: Math.min(wanted, MAX_ZONES) }, (_, index) => index);
}

/** The zone rows that say something. */
export function filledRows(typed: Readonly<Record<string, string>>): number[] {
  return Array.from({ length: MAX_ZONES }, (_, index) => index).filter((index) => filled(typed, index));
}
