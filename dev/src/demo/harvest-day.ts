import { addDays, type SeasonWindow } from "@commonlot/domain";

/** Between picking and the scale: husked, washed, dried. */
const DRIED_DAYS = 2;

/**
 * A day on which a village has picked: `back` days before the last one that can be at the scales by `today`, and never before that season
 * began. ISO days.
 */
export function harvestDay(picked: SeasonWindow, today: string, back: number): string {
  const latest = addDays(today, -DRIED_DAYS);
  const overNewYear = picked.from > picked.to ? 1 : 0;
  // The season that is under way, or the one before it.
  let year = Number(latest.slice(0, 4));
  if (`${year}-${picked.from}` > latest) year -= 1;
  const begun = `${year}-${picked.from}`;
  const ended = `${year + overNewYear}-${picked.to}`;
  const day = addDays(ended < latest ? ended : latest, -back);
  return day < begun ? begun : day;
}
