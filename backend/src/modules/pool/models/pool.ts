import { model } from "@medusajs/framework/utils";

/** Read-only view for query.graph and links; counters are written by the service's SQL. */
const Pool = model.define("pool", {
  id: model.id().primaryKey(),
  cooperative_id: model.text(),
  origin_kind: model.text(),
  origin_id: model.text(),
  produce: model.text(),
  grade: model.text(),
  unit: model.text(),
  blendable: model.boolean(),
  inventory_item_id: model.text(),
  status: model.text(),
});

export default Pool;
