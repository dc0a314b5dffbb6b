import { model } from "@medusajs/framework/utils";

/** What links and query.graph may read of a cooperative. Written by the service's SQL. */
const Cooperative = model.define("cooperative", {
  id: model.id().primaryKey(),
  handle: model.text(),
  name_zh: model.text(),
  name_en: model.text(),
  county_code: model.text(),
  county_zh: model.text(),
  county_en: model.text(),
  tz: model.text(),
  currency: model.text(),
  stock_location_id: model.text(),
});

export default Cooperative;
