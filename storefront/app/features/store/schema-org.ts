import type { Both } from "../../lib/path";
import type { Path } from "../../i18n/locale";
import type { Product } from "../produce/data.server";
import type { Village } from "../village/data.server";

/** Goods and who sells them, as search engines read them (schema.org). Prices and stock are those that the page shows. */
export function productAbout(
  product: Product,
  { path, address, origin, image }: { path: Path; address: string; origin: string; image: string | undefined },
): object {
  return {
    "@type": "Product",
    name: product.title[path],
    description: product.description[path],
    url: address,
    ...(image && { image }),
    ...(product.village && { brand: { "@type": "Brand", name: product.village.name[path] } }),
    offers: product.packs.map((pack) => ({
      "@type": "Offer",
      name: pack.title[path],
      sku: pack.variant_id,
      url: address,
      priceCurrency: pack.currency,
      price: priceText(pack.price_minor, pack.currency),
      availability: `https://schema.org/${pack.units <= product.available_units ? "InStock" : "OutOfStock"}`,
      itemCondition: "https://schema.org/NewCondition",
      seller: cooperativeAbout(product.cooperative.name, path, origin),
    })),
  };
}

const cooperativeAbout = (name: Both, path: Path, origin: string): object => ({
  "@type": "Organization",
  name: name[path],
  parentOrganization: { "@type": "Organization", name: "Commonlot", url: origin },
});

/** A village as the place where goods come from. */
export function villageAbout(
  village: Village,
  { path, address, image }: { path: Path; address: string; image: string | undefined },
): object {
  return {
    "@type": "Place",
    name: village.name[path],
    description: village.story[path],
    url: address,
    ...(image && { image }),
    address: {
      "@type": "PostalAddress",
      addressCountry: "CN",
      addressRegion: village.province[path],
      addressLocality: `${village.county[path]} ${village.town[path]}`,
    },
    ...(village.place && {
      geo: { "@type": "GeoCoordinates", latitude: village.place.lat, longitude: village.place.lng },
    }),
  };
}

/** The house itself. */
export const houseAbout = (origin: string, description: string): object => ({
  "@type": "Organization",
  name: "Commonlot",
  url: origin,
  logo: `${origin}/icon-512.png`,
  description,
});

/** "18.00": the currency's own decimals and a point, whatever the reader's language. */
export function priceText(amount_minor: number, currency: string): string {
  const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat("en", {
    style: "currency",
    currency,
  }).resolvedOptions();
  return (amount_minor / 10 ** digits).toFixed(digits);
}
