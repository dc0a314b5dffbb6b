import { container } from "@medusajs/framework";
import { defineSearchIndex } from "@medusajs/framework/utils";
import { productFields } from "../workflows/shop/index-fields";
import { seedOf } from "../workflows/shop/seed-index";

/** Products as buyers look for them. Of what is not published there is no row. */
export default defineSearchIndex({
  name: "product",
  entity: "product",
  provider: "search-shop",
  fields: productFields,
  seed: (context) => seedOf(container, "product", context),
});
