/**
 * Compares two strings by UTF-16 code unit: the same on every machine and in every locale,
 * which `localeCompare` is not. For ids and keys, never for names a person reads.
 */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
