import { model } from "@medusajs/framework/utils";

/** Read-only view for query.graph and links: no name, phone or address on purpose. Rows are written by the service's SQL. */
const Parcel = model.define("parcel", {
  id: model.id().primaryKey(),
  number: model.text(),
  order_id: model.text(),
  cooperative_id: model.text(),
  carrier: model.text(),
  service: model.text(),
  tracking_number: model.text().nullable(),
  state: model.text(),
  handover_id: model.text().nullable(),
  delivered_at: model.dateTime().nullable(),
});

export default Parcel;
