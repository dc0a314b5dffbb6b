import { model } from "@medusajs/framework/utils";

/** Who wants to be told when goods open. Written by the service's SQL. */
const SeasonSubscription = model.define("season_subscription", {
  id: model.id().primaryKey(),
  village_id: model.text(),
  produce: model.text(),
});

export default SeasonSubscription;
