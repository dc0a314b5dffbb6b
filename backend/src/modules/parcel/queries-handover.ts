import { newId } from "../../lib/ids";
import { row, rows, type Sql, type Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";

/** What a parcel (`p`) weighs: by the scale where it was packed by weight, else as planned. What a driver signs for, and a carrier is told. */
export const WEIGHS = `coalesce((select k.weighed_g from parcel_packing k where k.parcel_id = p.id), p.gross_g)`;

export interface LockedParcel {
  id: string;
  number: string;
  order_id: string;
  cooperative_id: string;
  state: string;
  /** As it was weighed. */
  gross_g: string;
  handover_id: string | null;
  carrier: string;
  phone: string;
  wave_id: string | null;
}

/**
 * Locks the parcels of one cooperative named by id, by order, or by wave (of which the packed ones are meant): their plans
 * first, then they, as every writer does.
 */
export async function lockParcels(
  tx: Transaction,
  cooperative_id: string,
  wanted: {
    parcel_ids?: readonly string[] | undefined;
    order_id?: string | undefined;
    wave_id?: string | undefined;
  },
): Promise<LockedParcel[]> {
  const named = wanted.parcel_ids
    ? "state <> 'void' and id = any(?)"
    : wanted.wave_id === undefined
      ? "state <> 'void' and order_id = ?"
      : "state = 'packed' and wave_id = ?";
  const those = `cooperative_id = ? and ${named}`;
  const bindings = [cooperative_id, (wanted.parcel_ids ?? wanted.order_id ?? wanted.wave_id) as string];
  await rows(
    tx,
    `select order_id from parcel_plan where order_id in (select order_id from parcel where ${those}) order by order_id for update`,
    bindings,
  );
  return rows<LockedParcel>(
    tx,
    `select id, number, order_id, cooperative_id, state, ${WEIGHS} as gross_g, handover_id, carrier, phone, wave_id
     from parcel p where ${those} order by id for update`,
    bindings,
  );
}

export async function insertHandover(
  tx: Transaction,
  handover: {
    id: string;
    cooperative_id: string;
    person: string;
    parcels: readonly LockedParcel[];
    wave_id?: string | undefined;
    driver?: string | undefined;
    plate?: string | undefined;
    signature?: string | undefined;
    idempotency_key?: string | undefined;
    input_hash: string;
  },
): Promise<void> {
  const gross_g = handover.parcels.reduce((sum, parcel) => sum + BigInt(parcel.gross_g), 0n);
  await tx.raw(
    `insert into handover (id, cooperative_id, person, parcels, gross_g, wave_id, driver, plate, signature, idempotency_key, input_hash)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      handover.id,
      handover.cooperative_id,
      handover.person,
      handover.parcels.length,
      gross_g.toString(),
      handover.wave_id ?? null,
      handover.driver ?? null,
      handover.plate ?? null,
      handover.signature ?? null,
      handover.idempotency_key ?? null,
      handover.input_hash,
    ],
  );
  await tx.raw(
    `update parcel set state = 'handed_over', handover_id = ?, handed_over_at = now(), updated_at = now() where id = any(?)`,
    [handover.id, handover.parcels.map((parcel) => parcel.id)],
  );
}

/** The handover that was signed with this key before, or is being signed: who comes second with a key waits for the first. */
export async function handoverByKey(
  tx: Transaction,
  cooperative_id: string,
  key: string,
): Promise<{ id: string; input_hash: string | null } | undefined> {
  await tx.raw(`select pg_advisory_xact_lock(hashtextextended(?, 0))`, [`handover:${cooperative_id}:${key}`]);
  return row(tx, `select id, input_hash from handover where cooperative_id = ? and idempotency_key = ?`, [
    cooperative_id,
    key,
  ]);
}

/** The number of a parcel whose label was replaced and is not printed yet; P3 would not hold when it left so. */
export async function withoutLabel(tx: Transaction, parcel_ids: readonly string[]): Promise<string | undefined> {
  const found = await row<{ number: string }>(
    tx,
    `select p.number from parcel p where p.id = any(?)
       and not exists (select from parcel_label l where l.parcel_id = p.id and l.voided_at is null) order by p.number limit 1`,
    [[...parcel_ids]],
  );
  return found?.number;
}

/** One intent for each order of a handover: what the fulfil job does, and knows itself by. */
export async function insertFulfilIntents(
  tx: Transaction,
  handover_id: string,
  order_ids: readonly string[],
): Promise<void> {
  await insertAll(
    tx,
    "fulfil_intent",
    [
      ["id", "text", () => newId("fulfil")],
      ["order_id", "text", (order_id: string) => order_id],
      ["handover_id", "text", () => handover_id],
    ],
    order_ids,
  );
}

export async function handoverRow(sql: Sql, id: string) {
  return row<{
    id: string;
    number: string;
    cooperative_id: string;
    person: string;
    parcels: number;
    gross_g: string;
    created_at: Date;
  }>(sql, `select id, number, cooperative_id, person, parcels, gross_g, created_at from handover where id = ?`, [id]);
}

export async function contentsOfHandover(sql: Sql, handover_id: string) {
  return rows<{ allocation_id: string; lot_id: string; pool_id: string; units: string }>(
    sql,
    `select c.allocation_id, c.lot_id, c.pool_id, sum(c.units) as units from parcel p join parcel_content c on c.parcel_id = p.id
     where p.handover_id = ? group by c.allocation_id, c.lot_id, c.pool_id order by c.pool_id, c.lot_id, c.allocation_id`,
    [handover_id],
  );
}

export interface FulfilIntentRow {
  id: string;
  order_id: string;
  handover_id: string;
  cooperative_id: string;
  fulfillment_id: string | null;
  state: "pending" | "fulfilled" | "shipped";
}

/** What is still to be told to Medusa for an order, first handover first. */
export async function openFulfilIntents(sql: Sql, order_id: string): Promise<FulfilIntentRow[]> {
  return rows<FulfilIntentRow>(
    sql,
    `select i.id, i.order_id, i.handover_id, h.cooperative_id, i.fulfillment_id, i.state from fulfil_intent i join handover h on h.id = i.handover_id
     where i.order_id = ? and i.state <> 'shipped' order by i.created_at, i.id`,
    [order_id],
  );
}

/** Packs of each order line that left with a handover. */
export async function packsOfHandover(sql: Sql, order_id: string, handover_id: string) {
  return rows<{ order_line_id: string; packs: string }>(
    sql,
    `select l.order_line_id, sum(l.packs) as packs from parcel p join parcel_line l on l.parcel_id = p.id
     where p.order_id = ? and p.handover_id = ? group by l.order_line_id order by l.order_line_id`,
    [order_id, handover_id],
  );
}

/** Units of a pool in the parcels of each handover: the parcels' side of the weight-loss audit. */
export async function unitsOfHandovers(sql: Sql, pool_id: string, handover_ids: readonly string[]) {
  return rows<{ handover_id: string; units: number }>(
    sql,
    `select p.handover_id, sum(c.units)::float8 as units from parcel p join parcel_content c on c.parcel_id = p.id
     where p.handover_id = any(?) and c.pool_id = ? group by p.handover_id`,
    [[...handover_ids], pool_id],
  );
}
