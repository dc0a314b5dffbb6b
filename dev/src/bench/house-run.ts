import { HouseClient, deskClient, until, type DemoHouse } from "../demo/house-client.js";

export interface WritingSeen {
  parcels: number;
  /** Every number of written parcels that was read, in its order. */
  purchaser: number[];
  desk: number[];
}

/** Follows an order from its payment to its parcels, as purchaser and desk do: by reading their pages' answers. */
export async function writingSeen(house: DemoHouse, order_id: string): Promise<WritingSeen> {
  const purchaser = new HouseClient(house);
  const walnuts = house.seed.products.find((p) => p.produce === "walnut");
  const cooperative = house.seed.villages.find((v) => v.handle === walnuts?.village)?.cooperative ?? "";
  const desk = deskClient(house, "packer", cooperative);
  const seen: WritingSeen = { parcels: 0, purchaser: [], desk: [] };
  const note = (list: number[], written: number | undefined) => {
    if (written !== undefined && list.at(-1) !== written) list.push(written);
  };
  await until("parcels", async () => {
    const { writing } = await desk.get<{ writing: { order_id: string; written: number }[] }>("/desk/plans");
    note(seen.desk, writing.find((one) => one.order_id === order_id)?.written);
    const { planning, states } = await purchaser.get<{
      planning: { parcels: number; written: number } | null;
      states: Record<string, number>;
    }>(`/store/orders/${order_id}/parcels`);
    note(seen.purchaser, planning?.written);
    seen.parcels = Object.values(states).reduce((sum, count) => sum + count, 0);
    return planning === null && seen.parcels > 0 ? true : undefined;
  });
  return seen;
}
