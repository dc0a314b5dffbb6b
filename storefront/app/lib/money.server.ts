import { formatMinor, minorDigits, parseMinor, sumMinor, toMinor } from "@commonlot/domain";

/** Medusa's decimal amount as whole minor units, rounded once, half away from zero. */
export function minorOf(amount: number, currency: string): number {
  const minor = toMinor(amount, currency);
  if (!minor.ok) throw new Error(`Medusa sent an amount we cannot read: ${minor.refusal.message}`);
  return Number(minor.value);
}

/** Medusa's whole answer names the tax of each line and of each way of sending only where it is asked for by name. */
export const WITH_TAX = { fields: "+items.tax_total,+shipping_methods.tax_total" };

interface Taxed {
  readonly tax_total: number;
  readonly items?: readonly { readonly tax_total?: number | null | undefined }[] | null | undefined;
  readonly shipping_methods?: readonly { readonly tax_total?: number | null | undefined }[] | null | undefined;
}

/**
 * The tax of a cart or an order as its invoice will have it, in minor units: each line's is rounded, and then they are summed. Medusa's own sum
 * is rounded once, and can be a cent beside; it is taken only where not every line says its tax.
 */
export function taxMinorOf(of: Taxed, currency: string): number {
  const told = [...(of.items ?? []), ...(of.shipping_methods ?? [])].flatMap((one) => one.tax_total ?? []);
  if (told.length < (of.items ?? []).length + (of.shipping_methods ?? []).length)
    return minorOf(of.tax_total, currency);
  const minor = sumMinor(told, currency);
  if (!minor.ok) throw new Error(`Medusa sent a tax we cannot read: ${minor.refusal.message}`);
  return Number(minor.value);
}

/** Minor units as a sheet takes them: "1134.77". */
export function majorText(amount_minor: number, currency: string): string {
  return formatMinor(BigInt(amount_minor), currency);
}

/** A million million minor units: beyond it the backend takes no amount. */
const MOST_TYPED = 1_000_000_000_000n;

/** How a currency is written beside its amounts: it may stand in a field that says it already. */
const WRITTEN: Readonly<Record<string, RegExp>> = { CNY: /^¥\s*|\s*元$/g, JPY: /^¥\s*|\s*円$/g };

/**
 * What a person typed, "1,250.50", "１２．５" or "¥12.5", as minor units of that currency: its own decimals, so that 100 yen are never 10,000.
 * Null when it is no amount, or a doubtful one: too many decimals, a comma that does not part thousands, below zero.
 */
export function minorTyped(typed: string, currency: string): number | null {
  const sign = WRITTEN[currency.toUpperCase()];
  const written = typed.trim().normalize("NFKC");
  const text = sign ? written.replace(sign, "") : written;
  const plain = /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) ? text.replaceAll(",", "") : text;
  const amount = parseMinor(plain, currency);
  return amount.ok && amount.value >= 0n && amount.value <= MOST_TYPED ? Number(amount.value) : null;
}

/** The decimals of the currency, where somebody typed more of them than it has; null where that is not the mistake. */
export function decimalsOver(typed: string, currency: string): number | null {
  const digits = minorDigits(currency);
  const fraction = /^[\d,]+\.(\d+)$/.exec(typed.trim().normalize("NFKC"))?.[1] ?? "";
  return digits.ok && fraction.length > digits.value ? digits.value : null;
}

/** An amount as it is typed in that currency, for a sentence that asks for one: "12.50", "1250" yen. */
export function exampleAmount(currency: string): string {
  return minorDigits(currency).ok ? formatMinor(1250n, currency) : "12.50";
}
