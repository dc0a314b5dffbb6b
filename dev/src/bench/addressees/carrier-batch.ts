import { randomUUID } from "node:crypto";
import { Red } from "../parcels/database.js";
import { COOPERATIVE, timed, type CompanyOrderHouse } from "./company-order-kit.js";

/** Parcels in one batch of a carrier's events, and batches of each order; the first is not counted. */
const PER_BATCH = 50;
const BATCHES = 10;
/** What part of an order has arrived before. */
const ARRIVED = 0.4;
/** A batch costs the same whatever its order has: at most so many times as much, and so many milliseconds. */
const MOST_TIMES = 2;
const MOST_MORE_MS = 10;

type House = Pick<CompanyOrderHouse, "parcels" | "db" | "say">;
interface Order {
  order_id: string;
  count: number;
}

/**
 * Batches of deliveries of an order of few parcels and of one of many, two fifths of both delivered before: the middle of nine, beside what
 * reading all parcels of the order takes, which each batch did. The small order is then delivered whole. Red when a batch grows with its
 * order, moves other parcels than it names, or when an order is complete too early or not at all.
 */
export async function carrierBatches(house: House, few: Order, many: Order): Promise<void> {
  const { db, say } = house;
  for (const order of [few, many]) await onItsWay(house, order);
  await db.query("analyze parcel");
  const [less, more] = [await batches(house, few), await batches(house, many)];
  const [counted_few, counted] = [await readWhole(house, few), await readWhole(house, many)];
  say(
    `  a carrier's batch of ${PER_BATCH} deliveries: ${less.toFixed(1)} ms of ${few.count}, ${more.toFixed(1)} ms of ${many.count} parcels: ${(more / less).toFixed(2)} x; ` +
      `all parcels of the order read ${counted_few.toFixed(1)} and ${counted.toFixed(1)} ms`,
  );
  const rest = await numbersOnTheirWay(house, few, few.count);
  const { completed } = await tell(house, rest);
  if (completed.join() !== few.order_id) throw new Red("an order of which all parcels have arrived is not complete");
  if (more > MOST_TIMES * less && more - less > MOST_MORE_MS)
    throw new Red("a carrier's batch grows with the parcels of its order");
}

/** As a handover leaves them, and a part of them delivered. No invariant is asked after this: they have no label and no history. */
async function onItsWay({ db }: House, { order_id, count }: Order): Promise<void> {
  const handover_id = `handover_${randomUUID()}`;
  await db.query(
    `insert into handover (id, cooperative_id, person, parcels, gross_g) values ($1, $2, 'bench', $3, 1)`,
    [handover_id, COOPERATIVE, count],
  );
  await db.query(`insert into fulfil_intent (id, order_id, handover_id) values ($1, $2, $3)`, [
    `fulfil_${randomUUID()}`,
    order_id,
    handover_id,
  ]);
  await db.query(
    `update parcel set state = 'handed_over', handover_id = $2, handed_over_at = now() where order_id = $1 and state <> 'void'`,
    [order_id, handover_id],
  );
  await db.query(
    `update parcel set state = 'delivered', delivered_at = now()
     where id in (select id from parcel where order_id = $1 and state = 'handed_over' order by id limit $2)`,
    [order_id, Math.floor(count * ARRIVED)],
  );
}

async function batches(house: House, order: Order): Promise<number> {
  const found: number[] = [];
  for (let at = 0; at < BATCHES; at++) {
    const numbers = await numbersOnTheirWay(house, order, PER_BATCH);
    const { value, s } = await timed(() => tell(house, numbers));
    if (value.moved !== PER_BATCH || value.completed.length > 0)
      throw new Red(`a batch of ${PER_BATCH} moved ${value.moved} and completed ${value.completed.length} orders`);
    if (at > 0) found.push(1_000 * s);
  }
  return found.sort((a, b) => a - b)[found.length >> 1] ?? 0;
}

async function numbersOnTheirWay({ db }: House, { order_id }: Order, limit: number): Promise<string[]> {
  const { rows } = await db.query<{ number: string }>(
    `select number from parcel where order_id = $1 and state = 'handed_over' order by id limit $2`,
    [order_id, limit],
  );
  return rows.map((row) => row.number);
}

function tell({ parcels }: House, numbers: readonly string[]): Promise<{ moved: number; completed: string[] }> {
  const events = numbers.map((number) => ({
    event_id: `${number}_delivered`,
    number,
    said: "delivered",
    at: new Date(),
    place: null,
  }));
  return parcels.recordCarrierEvents({ message_id: `out_${randomUUID()}`, events, hold_days: new Map() });
}

async function readWhole({ db }: House, { order_id }: Order): Promise<number> {
  const { s } = await timed(() =>
    db.query(
      `select max(delivered_at), bool_and(state = 'delivered' or accounted_by is not null) from parcel where order_id = $1 and state <> 'void'`,
      [order_id],
    ),
  );
  return 1_000 * s;
}
