import { model } from "@medusajs/framework/utils";

/** What links and query.graph may read of a village. Written by the service's SQL. */
const Village = model.define("village", {
  id: model.id().primaryKey(),
  handle: model.text(),
  region_id: model.text(),
  name_zh: model.text(),
  name_en: model.text(),
  illustration: model.text(),
});

export default Village;
