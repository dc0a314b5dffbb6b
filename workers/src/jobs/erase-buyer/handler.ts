import type BuyerService from "../../../../backend/src/modules/buyer/service";
import type { JobHandler } from "../../job";
import { runWorkflow } from "../../run-workflow";

/** One round of forgetting a buyer. Orders whose address is still needed are looked at again day by day (upkeep). */
export const handle: JobHandler<"erase-buyer"> = async ({ container, message_id, payload: { customer_id } }) => {
  const { erasures }: BuyerService = container.resolve("buyer");
  const left = await runWorkflow<number>(container, "erase-buyer", { customer_id });
  await erasures.recordRound({ message_id, customer_id, left });
};
