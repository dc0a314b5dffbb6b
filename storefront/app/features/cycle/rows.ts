/** The steps after the first that a ladder has at most: as many as the backend takes. */
export const STEP_ROWS = [1, 2, 3, 4, 5] as const;

/** Without anything typed: most ladders have no more. */
const AT_LEAST = 3;

/** The rows of steps that the form shows for goods: those that hold something, and three at least. Saving must not drop a step. */
export function rowsOf(was: Readonly<Record<string, string>>, product_id: string): number[] {
  const typed = (row: number) => [was[`from:${product_id}:${row}`], was[`price:${product_id}:${row}`]].some(Boolean);
  const last = STEP_ROWS.filter(typed).at(-1) ?? 0;
  return STEP_ROWS.filter((row) => row <= Math.max(AT_LEAST, last));
}
