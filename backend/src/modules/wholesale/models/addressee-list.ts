import { model } from "@medusajs/framework/utils";

/** Read-only view for query.graph and links: counts only; the addresses have no model on purpose. */
const AddresseeList = model.define("addressee_list", {
  id: model.id().primaryKey(),
  customer_id: model.text().nullable(),
  title: model.text(),
  product_variant_id: model.text().nullable(),
  state: model.text(),
  lines: model.number(),
  cart_id: model.text().nullable(),
  order_id: model.text().nullable(),
});

export default AddresseeList;
