import type { QuoteCheckout } from "../../../workflows/wholesale/quote-checkout";

/** An accepted quote as its buyer is shown it before a card is typed; minor units as numbers. */
export function checkoutFields({ refusal, payable, named, place, addressees, addresses }: QuoteCheckout) {
  return {
    may: refusal === null,
    why: refusal?.reason ?? null,
    cart_id: payable?.cart_id ?? null,
    currency: payable?.currency ?? null,
    total_minor: payable ? Number(payable.total_minor) : null,
    freight_minor: payable ? Number(payable.freight_minor) : null,
    ends_at: payable?.ends_at.toISOString() ?? null,
    /** The quote says where the goods go: no other place is asked for. */
    named,
    place: place && {
      name: [place.first_name, place.last_name].filter(Boolean).join(" "),
      phone: place.phone ?? "",
      country: place.country_code,
      province: place.province ?? "",
      city: place.city ?? "",
      address: place.address_1 ?? "",
    },
    addressees,
    addresses: addresses.map(({ id, name, province, city, address }) => ({ id, name, province, city, address })),
  };
}
