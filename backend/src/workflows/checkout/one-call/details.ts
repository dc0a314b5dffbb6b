import type { Delivery, OnceCart, GivenAddress, KeptAddress } from "./types";

/** What of an address a cart keeps; also what is compared. */
const ADDRESS_KEYS = [
  "first_name",
  "last_name",
  "company",
  "phone",
  "address_1",
  "address_2",
  "city",
  "province",
  "postal_code",
  "country_code",
] as const;

/**
 * Whether the cart already says all of it, and is computed: then nothing is written, so a call that is repeated goes straight on. Taxes come
 * last, after addresses, shipping and prices: what bears none yet was left half done, or is not taxed, and computing again is right for both.
 * The amount of the payment collection follows them, and is looked at again when it is paid.
 */
export function saysTheSame(cart: OnceCart, given: Delivery): boolean {
  const methods = (cart.shipping_methods ?? []).flatMap((method) => (method ? [method] : []));
  return (
    (given.email === undefined || given.email === cart.email) &&
    sameAddress(given.shipping_address, cart.shipping_address) &&
    sameAddress(given.billing_address ?? given.shipping_address, cart.billing_address) &&
    methods.length === 1 &&
    (given.shipping_option_id === undefined || methods[0]?.shipping_option_id === given.shipping_option_id) &&
    [...methods, ...(cart.items ?? [])].every((one) => (one?.tax_lines ?? []).length > 0)
  );
}

function sameAddress(given: GivenAddress, kept: KeptAddress | null | undefined): boolean {
  return ADDRESS_KEYS.every((key) => plain(given, key) === plain(kept ?? {}, key));
}

/** The address as it is written: every part, so that nothing of an older one stays. */
export function wholeAddress(given: GivenAddress): Record<(typeof ADDRESS_KEYS)[number], string | null> {
  return Object.fromEntries(ADDRESS_KEYS.map((key) => [key, plain(given, key)])) as ReturnType<typeof wholeAddress>;
}

function plain(address: KeptAddress, key: (typeof ADDRESS_KEYS)[number]): string | null {
  const text = address[key] ?? null;
  return key === "country_code" ? (text?.toLowerCase() ?? null) : text;
}
