import { formatMinor, toMinor } from "@commonlot/domain";

/** Medusa's decimal amount as whole minor units, rounded once, half away from zero. */
export function minorOf(amount: number, currency: string): number {
  const minor = toMinor(amount, currency);
  if (!minor.ok) throw new Error(`Medusa sent an amount we cannot read: ${minor.refusal.message}`);
  return Number(minor.value);
}

/** Minor units as a sheet takes them: "1134.77". */
export function majorText(amount_minor: number, currency: string): string {
  return formatMinor(BigInt(amount_minor), currency);
}
