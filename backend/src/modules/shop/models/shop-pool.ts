import { model } from "@medusajs/framework/utils";

/** What the shop last said of a pool. Written by the service's SQL. */
const ShopPool = model.define("shop_pool", {
  pool_id: model.text().primaryKey(),
  in_stock: model.boolean().nullable(),
});

export default ShopPool;
