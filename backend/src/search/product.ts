import { container } from "@medusajs/framework";
import { defineSearchIndex } from "@medusajs/framework/utils";
import { productFields, productLists } from "../workflows/shop/index-fields";
import { seedOf } from "../workflows/shop/seed-index";

/** Products as buyers look for them. Of what is not published there is no row. */
export default defineSearchIndex({
  name: "product",
  entity: "product",
  provider: "search-shop",
  fields: productFields,
  settings: { provider_options: { "search-shop": productLists } },
  seed: (context) => seedOf(container, "product", context),
});
