/**
 * Does each item by itself, one after the other: one that fails does not keep the rest from being done. The first failure is thrown when
 * all have been tried, so that it is seen.
 */
export async function eachAlone<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const failures: unknown[] = [];
  for (const item of items) {
    try {
      await work(item);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
