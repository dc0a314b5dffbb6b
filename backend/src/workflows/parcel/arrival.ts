import type { MedusaContainer } from "@medusajs/framework/types";
import type { Refusal, Result } from "@commonlot/domain";
import type { Arrival, ArrivalOf, ArrivalRefusal } from "../../modules/parcel/arrivals";
import type ParcelService from "../../modules/parcel/service";
import type SettlementService from "../../modules/settlement/service";

/** Records where parcels ended, as a person said it; orders that are delivered whole are posted after their hold days. */
export async function recordArrival(
  container: MedusaContainer,
  input: { cooperative_id: string; person: string; of: ArrivalOf; said: Arrival },
): Promise<Result<{ moved: number }, ArrivalRefusal>> {
  const parcels: ParcelService = container.resolve("parcel");
  const settlement: SettlementService = container.resolve("settlement");
  const orders = await parcels.arrivals.orders(input.of, input.cooperative_id);
  const hold_days = await settlement.holdDaysOfOrders(orders);
  return parcels.arrivals.record({ ...input, hold_days, now: new Date() });
}

/** The same of what a buyer fetched by its code. */
export async function recordFetched(
  container: MedusaContainer,
  input: { cooperative_id: string; person: string; id: string; code: string },
): Promise<Result<{ moved: number }, Refusal>> {
  const parcels: ParcelService = container.resolve("parcel");
  const settlement: SettlementService = container.resolve("settlement");
  const order_id = await parcels.pointOrders.orderOf(input.id, input.cooperative_id);
  const hold_days = await settlement.holdDaysOfOrders(order_id === undefined ? [] : [order_id]);
  return parcels.pointOrders.fetched({ ...input, hold_days, now: new Date() });
}
