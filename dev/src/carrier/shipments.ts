import { createHash, randomInt, randomUUID } from "node:crypto";
import type pg from "pg";
import { z } from "zod";
import { draw, type FaultsConfig } from "./faults.js";

/** Shipments of one call at most: what the house is told it may send. */
export const MAX_BATCH = 5_000;
/** Shipments of one answer of a look-up. */
const MAX_FOUND = 5_000;

const text = (max: number) => z.string().min(1).max(max);

export const bookingSchema = z.strictObject({
  shipments: z
    .array(
      z.strictObject({
        reference: text(60),
        carrier: text(60),
        service: text(60),
        weight_g: z.int().positive().max(1_000_000),
        declared: z
          .strictObject({ amount_minor: z.int().positive(), currency: z.string().regex(/^[A-Z]{3}$/) })
          .optional(),
        to: z.strictObject({
          name: text(200),
          phone: text(40),
          province_code: z.string().regex(/^\d{2}$/),
          address: text(500),
        }),
      }),
    )
    .min(1)
    .max(MAX_BATCH),
});

export type Booking = z.infer<typeof bookingSchema>;
export interface Shipment {
  id: string;
  reference: string;
  tracking_number: string;
  state: string;
}
export interface Answer {
  status: number;
  body: object;
}

/** What this carrier has against a shipment that is written as it should be, in words for a person. */
const FAULTS: readonly { code: string; message: string; isAt: (shipment: Booking["shipments"][number]) => boolean }[] =
  [
    {
      code: "phone_unreachable",
      message: "收件人电话不是可拨打的号码",
      isAt: ({ to }) => !/^\+?\d[\d -]{5,24}$/.test(to.phone),
    },
    { code: "address_too_short", message: "收件地址不详", isAt: ({ to }) => to.address.trim().length < 4 },
    { code: "too_heavy", message: "超过每件 50 公斤", isAt: ({ weight_g }) => weight_g > 50_000 },
  ];

/** Refuses a whole batch for what is wrong with some of it, and names those. */
export function namedFaults({ shipments }: Booking): Answer | undefined {
  const named = shipments.flatMap((shipment) => {
    const fault = FAULTS.find((one) => one.isAt(shipment));
    return fault ? [{ reference: shipment.reference, code: fault.code, reason: fault.message }] : [];
  });
  if (named.length === 0) return undefined;
  return {
    status: 422,
    body: { error: { code: named[0]!.code, message: named[0]!.reason, shipments: named } },
  };
}

/** A batch that is not written as it should be; shipments at fault are named as far as they can be told. */
export function invalidShipments(body: unknown, error: z.ZodError): Answer {
  const sent = (body as { shipments?: { reference?: unknown }[] } | null)?.shipments;
  const named = new Map<string, string>();
  for (const { path, message } of error.issues) {
    const reference = Array.isArray(sent) && typeof path[1] === "number" ? sent[path[1]]?.reference : undefined;
    if (typeof reference === "string") named.set(reference, `${path.slice(2).join(".")}: ${message}`);
  }
  const issue = error.issues[0];
  const message = `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "not valid"}`;
  const shipments = [...named].map(([reference, reason]) => ({ reference, reason }));
  return { status: 400, body: { error: { code: "invalid_shipments", message, shipments } } };
}

export const refusal = (status: number, code: string, message: string): Answer => ({
  status,
  body: { error: { code, message } },
});

/** What happens to a shipment and when, in seconds of real life; the speed makes hours of it into seconds. */
const JOURNEY = [
  { state: "picked_up", after_s: 2 * 3_600, place: "收件网点" },
  { state: "in_transit", after_s: 12 * 3_600, place: "转运中心" },
  { state: "out_for_delivery", after_s: 36 * 3_600, place: "派件网点" },
  { state: "delivered", after_s: 40 * 3_600, place: "收件人" },
] as const;
/** Shipments of one batch differ by up to this much, as lorries do. */
const SPREAD_S = 2 * 3_600;

/** Books a batch whole or not at all. The same key answers what it answered; with another body it is refused. */
export async function book(
  pool: pg.Pool,
  key: string,
  booking: Booking,
  faults: FaultsConfig,
  speed: number,
): Promise<Answer> {
  const hash = createHash("sha256").update(JSON.stringify(booking)).digest("hex");
  const client = await pool.connect();
  try {
    await client.query("begin");
    await client.query("select pg_advisory_xact_lock(hashtextextended($1, 7))", [key]);
    const answer = await bookOnce(client, key, hash, booking, faults, speed);
    await client.query(answer.status < 500 ? "commit" : "rollback");
    return answer;
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
}

async function bookOnce(
  db: pg.PoolClient,
  key: string,
  hash: string,
  booking: Booking,
  faults: FaultsConfig,
  speed: number,
): Promise<Answer> {
  const earlier = await db.query<{ request_hash: string; status: number; body: string }>(
    "select request_hash, status, body from carrier_standin.idempotency where key = $1",
    [key],
  );
  const before = earlier.rows[0];
  if (before) {
    if (before.request_hash !== hash)
      return refusal(409, "idempotency_conflict", "This key was used for another batch.");
    return { status: before.status, body: JSON.parse(before.body) as object };
  }
  const references = booking.shipments.map((shipment) => shipment.reference);
  if (new Set(references).size !== references.length)
    return refusal(400, "reference_twice", "A reference is listed twice.");
  const faulty = namedFaults(booking);
  if (faulty) return faulty;
  const taken = await db.query<{ reference: string }>(
    "select reference from carrier_standin.shipment where reference = any($1) and state <> 'cancelled' limit 5",
    [references],
  );
  if (taken.rows.length > 0) {
    return refusal(
      409,
      "reference_exists",
      `There is a shipment for: ${taken.rows.map((row) => row.reference).join(", ")}.`,
    );
  }
  const shipments = booking.shipments.map((asked) => ({
    ...asked,
    id: `shp_${randomUUID().replaceAll("-", "")}`,
    tracking_number: newTrackingNumber(),
    state: "booked",
  }));
  await db.query(
    `insert into carrier_standin.shipment (id, reference, tracking_number, carrier, service, weight_g, batch)
     select t.id, t.reference, t.tracking_number, t.carrier, t.service, t.weight_g, $7
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[]) as t (id, reference, tracking_number, carrier, service, weight_g)`,
    [
      shipments.map((s) => s.id),
      references,
      shipments.map((s) => s.tracking_number),
      shipments.map((s) => s.carrier),
      shipments.map((s) => s.service),
      shipments.map((s) => s.weight_g),
      key,
    ],
  );
  const steps = shipments.flatMap((shipment) => journeyOf(shipment, faults, speed));
  await db.query(
    `insert into carrier_standin.step (shipment_id, state, place, due_at)
     select t.id, t.state, t.place, now() + make_interval(secs => t.after_s)
     from unnest($1::text[], $2::text[], $3::text[], $4::float8[]) as t (id, state, place, after_s)`,
    [steps.map((s) => s.id), steps.map((s) => s.state), steps.map((s) => s.place), steps.map((s) => s.after_s)],
  );
  const body = {
    shipments: shipments.map(({ id, reference, tracking_number, state }): Shipment => ({
      id,
      reference,
      tracking_number,
      state,
    })),
  };
  await db.query("insert into carrier_standin.idempotency (key, request_hash, status, body) values ($1, $2, 201, $3)", [
    key,
    hash,
    JSON.stringify(body),
  ]);
  return { status: 201, body };
}

/** Sixteen digits: among the five thousand of one batch six random ones already met one another. */
function newTrackingNumber(): string {
  const digits = () =>
    randomInt(10 ** 8)
      .toString()
      .padStart(8, "0");
  return `ST${digits()}${digits()}`;
}

function journeyOf(shipment: { id: string; reference: string }, faults: FaultsConfig, speed: number) {
  const lost = draw(faults.seed, `lost:${shipment.reference}`) < faults.lost;
  const spread_s = draw(faults.seed, `spread:${shipment.reference}`) * SPREAD_S;
  return JOURNEY.map((step) => ({
    id: shipment.id,
    state: lost && step.state === "delivered" ? "lost" : step.state,
    place: step.place,
    after_s: (step.after_s + spread_s) / speed,
  }));
}

/** Shipments by our references, or by the key of their batch. */
export async function findShipments(pool: pg.Pool, by: { references?: string[]; batch?: string }): Promise<Shipment[]> {
  const { rows } = await pool.query<Shipment>(
    `select id, reference, tracking_number, state from carrier_standin.shipment
     where ${by.batch === undefined ? "reference = any($1)" : "batch = $1"} order by seq limit ${MAX_FOUND}`,
    [by.batch ?? by.references ?? []],
  );
  return rows;
}

/** Cancels a shipment that was not picked up yet. */
export async function cancel(pool: pg.Pool, id: string): Promise<Answer> {
  const { rows } = await pool.query<Shipment>(
    `with gone as (
       update carrier_standin.shipment set state = 'cancelled' where id = $1 and state in ('booked', 'cancelled')
       returning id, reference, tracking_number, state
     ), forgotten as (update carrier_standin.step set sent_at = now() where shipment_id in (select id from gone) and sent_at is null)
     select * from gone`,
    [id],
  );
  if (rows[0]) return { status: 200, body: rows[0] };
  const known = await pool.query("select 1 from carrier_standin.shipment where id = $1", [id]);
  return known.rowCount === 1
    ? refusal(409, "on_its_way", "This shipment was picked up and can no longer be cancelled.")
    : refusal(404, "not_found", "There is no such shipment.");
}
