import { model } from "@medusajs/framework/utils";

/** Whether a buyer has proven their e-mail address. Written by the service's SQL. */
const BuyerAccount = model.define("buyer_account", {
  customer_id: model.text().primaryKey(),
  proven_at: model.dateTime().nullable(),
});

export default BuyerAccount;
