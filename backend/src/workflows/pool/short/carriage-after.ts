import { borneByNone, type Carriage } from "@commonlot/domain";
import type { PackingList } from "../../../lib/packing-list";
import type { CarriageCost, Left } from "../../../modules/parcel/left";

/**
 * What the carriage of one cooperative's part of an order costs once a short is applied, minor units: parcels that have left and those to come;
 * of a truck of whose load something has left all that it costs, whatever is still to come.
 */
export function carriageAfter(
  list: Pick<PackingList, "order_id" | "destinations">,
  cooperative: string,
  left: Pick<Left, "freight" | "packs">,
  to_come: readonly CarriageCost[],
): Carriage {
  const { order_id, destinations } = list;
  const borne_minor = [...left.freight, ...to_come]
    .filter((one) => one.order_id === order_id && one.cooperative_id === cooperative)
    .reduce((sum, one) => sum + one.freight_minor, 0n);
  const load = destinations.find(
    ({ truck_minor, items }) =>
      truck_minor !== undefined && items.some(({ cooperative_id }) => cooperative_id === cooperative),
  );
  const gone = left.packs.some((one) => one.order_id === order_id && one.destination_id === load?.id);
  const none_minor = borneByNone({ freight_minor: BigInt(load?.truck_minor ?? "0"), borne_minor, gone });
  return { order: order_id, cooperative, cost_minor: borne_minor + none_minor };
}
