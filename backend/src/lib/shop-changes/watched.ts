/** What every page of the shop depends on: prices, taxes, fees, who sells. Written seldom. */
const CATALOGUE = ["catalogue", ""] as const;

/**
 * Tables of which the shop's anonymous pages are made, and the tags that a written row gives: pairs of prefix and column
 * (docs/adr/0039). What stands here is on the pages a second later; what does not, within a minute.
 */
export const WATCHED: Readonly<Record<string, readonly string[]>> = {
  village: ["village:", "id"],
  village_season: ["village:", "village_id"],
  village_certificate: ["village:", "village_id"],
  // Thanks that are shown, or no longer.
  village_thanks_place: ["village:", "village_id"],
  village_notice: ["village:", "village_id"],
  // A product's are Medusa's images, told a moment later with the product itself.
  shop_picture: ["village:", "of_id", "certificate:", "of_id"],
  shop_paper: ["certificate:", "certificate_id"],
  village_region: CATALOGUE,
  arrival_time: CATALOGUE,
  // Stock of a pool shows on its product, known by the inventory item, and on the pages of its village or region.
  pool: ["pool:", "inventory_item_id", "origin:", "origin_id"],
  // How goods are sold, and what has been ordered of them together.
  order_cycle: CATALOGUE,
  cycle_good: ["product:", "product_id"],
  cycle_line: ["product:", "product_id"],
  household: ["village:", "village_id"],
  consent_event: CATALOGUE,
  cooperative: CATALOGUE,
  fee_policy: CATALOGUE,
  product: ["product:", "id"],
  image: ["product:", "product_id"],
  product_variant: ["product:", "product_id"],
  product_variant_inventory_item: CATALOGUE,
  product_sales_channel: CATALOGUE,
  product_category: CATALOGUE,
  product_category_product: CATALOGUE,
  village_village_product_product: CATALOGUE,
  price: CATALOGUE,
  price_list: CATALOGUE,
  translation: CATALOGUE,
  tax_rate: CATALOGUE,
  region: CATALOGUE,
};
