import type { MedusaContainer } from "@medusajs/framework/types";
import { refuseWith, valueOf } from "../../lib/refusal";
import type CycleService from "../../modules/cycle/service";
import type ParcelService from "../../modules/parcel/service";
import type SettlementService from "../../modules/settlement/service";
import { withdrawFromPacking } from "./withdraw-order";

/**
 * The buyer calls an order back before it is packed: its parcels are void and the message `cancel-order` stands, in one transaction; the
 * job cancels it in Medusa, lets its goods go and gives the money back (docs/adr/0011). Not once its order cycle has closed: everybody's price
 * was counted with it (docs/adr/0042); the desk still can. Harmless when repeated.
 */
export async function callBackOrder(container: MedusaContainer, order_id: string): Promise<void> {
  const parcels: ParcelService = container.resolve("parcel");
  const settlement: SettlementService = container.resolve("settlement");
  const claim = await parcels.claims.ofReplacement(order_id);
  if (claim) {
    refuseWith(
      "replacement_order",
      "This is sent in place of goods that did not arrive well. Nothing was changed. Phone the cooperative if you no longer want it.",
    );
  }
  const cycles: CycleService = container.resolve("cycle");
  const cycle = await cycles.views.ofOrder(order_id);
  const closed = cycle?.state === "reached" || (cycle?.state === "closing" && cycle.call_off_words === null);
  if (closed && cycle.entry_state === "confirmed") {
    refuseWith(
      "cycle_counted",
      "The order cycle of this order has closed, and everybody's price was counted with it. Nothing was changed. Phone the cooperative if you no longer want it.",
    );
  }
  if (await settlement.cancellations.hasOpenPromise(order_id)) {
    refuseWith(
      "short_open",
      "Money for a part of this order is on its way back to you. Nothing was changed. Try again when it has arrived.",
    );
  }
  valueOf(await withdrawFromPacking(container, order_id, "buyer"));
}
