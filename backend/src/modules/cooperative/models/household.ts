import { model } from "@medusajs/framework/utils";

/** What links and query.graph may read of a household: no phone, no account. Written by the service's SQL. */
const Household = model.define("household", {
  id: model.id().primaryKey(),
  cooperative_id: model.text(),
  village_id: model.text(),
  name: model.text(),
  card_number: model.text(),
  consent_public_name: model.boolean(),
  active: model.boolean(),
});

export default Household;
