import { container } from "@medusajs/framework";
import { defineSearchIndex } from "@medusajs/framework/utils";
import { villageFields, villageLists } from "../workflows/shop/index-fields";
import { seedOf } from "../workflows/shop/seed-index";

/** Villages as buyers look for them. */
export default defineSearchIndex({
  name: "village",
  entity: "village",
  provider: "search-shop",
  fields: villageFields,
  settings: { provider_options: { "search-shop": villageLists } },
  seed: (context) => seedOf(container, "village", context),
});
