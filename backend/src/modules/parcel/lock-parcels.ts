import { row, rows, type Transaction } from "../../lib/sql";

export interface ParcelInHand {
  id: string;
  number: string;
  order_id: string;
  cooperative_id: string;
  state: string;
  carrier: string;
  handover_id: string | null;
  gross_g: number;
  wave_id: string | null;
}

/** Locks one parcel of a cooperative as every writer does: its order's plan first, then it. Another cooperative's is not there. */
export async function lockParcel(
  tx: Transaction,
  id: string,
  cooperative_id: string,
): Promise<ParcelInHand | undefined> {
  return (await lockThese(tx, [id], cooperative_id))[0];
}

/** As `lockParcel`, for several: plans and parcels each in the order of their ids. */
export async function lockThese(
  tx: Transaction,
  ids: readonly string[],
  cooperative_id: string,
): Promise<ParcelInHand[]> {
  await rows(
    tx,
    `select order_id from parcel_plan where order_id in (select order_id from parcel where id = any(?) and cooperative_id = ?)
     order by order_id for update`,
    [[...ids], cooperative_id],
  );
  return rows<ParcelInHand>(
    tx,
    `select id, number, order_id, cooperative_id, state, carrier, handover_id, gross_g::float8 as gross_g, wave_id from parcel
     where id = any(?) and cooperative_id = ? order by id for update`,
    [[...ids], cooperative_id],
  );
}

/** An order that is out of the packers' hands: a short or a cancellation is on its way through it. */
export async function isWithdrawn(tx: Transaction, order_id: string): Promise<boolean> {
  const plan = await row<{ withdrawn: boolean }>(
    tx,
    `select withdrawn_for is not null as withdrawn from parcel_plan where order_id = ?`,
    [order_id],
  );
  return plan?.withdrawn ?? true;
}
