import type { MedusaContainer } from "@medusajs/framework/types";
import type CycleService from "../../modules/cycle/service";
import type SettlementService from "../../modules/settlement/service";
import { refundFields } from "../../modules/settlement/transfers/money-back";

/** What a buyer's page says of the order cycle of an order; null for one of none. Nobody is named. */
export async function cycleOfOrder(container: MedusaContainer, order_id: string) {
  const cycles: CycleService = container.resolve("cycle");
  const cycle = await cycles.views.ofOrder(order_id);
  if (!cycle) return null;
  const settlement: SettlementService = container.resolve("settlement");
  const [goods, refund] = await Promise.all([
    cycles.views.goods([cycle.id]),
    settlement.cycleRefunds.saidOf(order_id, cycle.id),
  ]);
  const back_minor = Number(cycle.back_minor ?? 0);
  return {
    name: { zh: cycle.name_zh, en: cycle.name_en },
    state: cycle.state,
    closes_at: cycle.closes_at.toISOString(),
    way: cycle.way,
    ready_from: cycle.ready_from,
    ready_to: cycle.ready_to,
    place: { zh: cycle.place_zh, en: cycle.place_en },
    // Not over for this order: it is not packed yet.
    waits: cycle.settled_at === null,
    back:
      back_minor === 0
        ? null
        : {
            amount_minor: back_minor,
            currency: goods[0]?.currency ?? "",
            state: refund?.state ?? ("promised" as const),
            back: refund === undefined ? null : refundFields(refund),
          },
  };
}
