import { model } from "@medusajs/framework/utils";

/** What links and `query.graph` read of a cycle. Written by the service's SQL. */
const OrderCycle = model.define("order_cycle", {
  id: model.id({ prefix: "cycle" }).primaryKey(),
  cooperative_id: model.text(),
  name_zh: model.text(),
  name_en: model.text(),
  state: model.text(),
});

export default OrderCycle;
