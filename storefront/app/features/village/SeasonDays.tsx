import { useFormats } from "../../lib/formats";

/** Days of every year, or that it is the whole one. */
export function SeasonDays({ from, to, allYear }: { from: string; to: string; allYear: string }) {
  const f = useFormats();
  return <>{isAllYear(from, to) ? allYear : f.season(from, to)}</>;
}

/** From a day to the day before it is the whole year, wherever it begins: 1 January to 31 December, 1 December to 30 November. */
function isAllYear(from: string, to: string): boolean {
  const day = (text: string) => Date.parse(`2000-${text}T00:00:00Z`) / 86_400_000;
  return (day(from) - day(to) + 366) % 366 === 1;
}
