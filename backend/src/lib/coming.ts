import { isWithheld } from "@commonlot/domain";

/** What is still to come of a pool, as buyers read it. Of few households the sum would say what one of them has in the field. */
export function comingFields(
  coming: { from: string; to: string; households: number; expected_units: number } | undefined,
) {
  if (!coming) return null;
  const { from, to, households, expected_units } = coming;
  return { from, to, households, expected_units: isWithheld(households) ? null : expected_units };
}
