import { model } from "@medusajs/framework/utils";

/** Read-only view for query.graph and the link order <-> sale; amounts are read and written by the service's SQL. */
const Sale = model.define("sale", {
  id: model.id().primaryKey(),
  order_id: model.text(),
  currency: model.text(),
  provider_ref: model.text(),
});

export default Sale;
