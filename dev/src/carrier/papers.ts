import { createHash, randomUUID } from "node:crypto";
import type pg from "pg";
import { z } from "zod";
import { refusal, type Answer } from "./shipments.js";

/** What a carrier makes besides shipments: a courier who comes, and the list the driver gets. */
export type PaperKind = "pickups" | "manifests";

const SCHEMAS = {
  pickups: z.strictObject({
    day: z.iso.date(),
    until: z.string().regex(/^\d{2}:\d{2}$/),
    parcels: z.int().positive(),
    weight_g: z.int().positive(),
  }),
  manifests: z.strictObject({ references: z.array(z.string().min(1).max(60)).min(1).max(5_000) }),
} as const;

const rateSchema = z.strictObject({
  service: z.string().min(1).max(60),
  weight_g: z.int().positive().max(1_000_000),
  province_code: z.string().regex(/^\d{2}$/),
});

/** Made up, in fen: a first kilogram and every one begun after it. */
const FIRST_MINOR = 800;
const NEXT_MINOR = 200;
const LIMIT_G = 30_000;

export function ratesFor(body: unknown): Answer {
  const asked = rateSchema.safeParse(body);
  if (!asked.success) return refusal(400, "invalid_parcel", asked.error.issues[0]?.message ?? "not valid");
  if (asked.data.weight_g > LIMIT_G) return refusal(422, "too_heavy", `More than ${LIMIT_G} g is not taken.`);
  const total_minor = FIRST_MINOR + Math.max(0, Math.ceil(asked.data.weight_g / 1_000) - 1) * NEXT_MINOR;
  const rate = { service: asked.data.service, total_minor: String(total_minor), currency: "CNY" };
  return { status: 200, body: { rates: [rate] } };
}

/** Makes a paper once for its key: the same key answers the same, and with another body it is refused. */
export async function makePaper(pool: pg.Pool, kind: PaperKind, key: string, body: unknown): Promise<Answer> {
  const asked = SCHEMAS[kind].safeParse(body);
  if (!asked.success) return refusal(400, `invalid_${kind}`, asked.error.issues[0]?.message ?? "not valid");
  if ("references" in asked.data) {
    const known = await pool.query(
      "select distinct reference from carrier_standin.shipment where reference = any($1) and state <> 'cancelled'",
      [asked.data.references],
    );
    if (known.rowCount !== new Set(asked.data.references).size)
      return refusal(422, "unknown_reference", "The list names a shipment that is not there.");
  }
  const hash = createHash("sha256").update(JSON.stringify(asked.data)).digest("hex");
  const id = `${kind === "pickups" ? "pu" : "mf"}_${randomUUID().replaceAll("-", "")}`;
  await pool.query(
    `insert into carrier_standin.paper (key, kind, request_hash, id, body) values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [key, kind, hash, id, JSON.stringify(asked.data)],
  );
  const { rows } = await pool.query<{ id: string; request_hash: string; kind: string }>(
    "select id, request_hash, kind from carrier_standin.paper where key = $1",
    [key],
  );
  const made = rows[0];
  if (!made || made.request_hash !== hash || made.kind !== kind)
    return refusal(409, "idempotency_conflict", "This key was used for something else.");
  return { status: 201, body: kind === "pickups" ? { confirmation: made.id } : { manifest_id: made.id } };
}

/** Papers made under a key, also cancelled ones: what an asker whose answer was lost looks for. */
export async function findPapers(pool: pg.Pool, kind: PaperKind, key: string): Promise<Answer> {
  const { rows } = await pool.query<{ id: string; cancelled_at: Date | null }>(
    "select id, cancelled_at from carrier_standin.paper where key = $1 and kind = $2",
    [key, kind],
  );
  return {
    status: 200,
    body: { papers: rows.map(({ id, cancelled_at }) => ({ id, cancelled: cancelled_at !== null })) },
  };
}

/** Calls a courier off; again it changes nothing. One whose day is over came. */
export async function cancelPickup(pool: pg.Pool, id: string): Promise<Answer> {
  const { rows } = await pool.query<{ over: boolean }>(
    `with called as (
       update carrier_standin.paper set cancelled_at = coalesce(cancelled_at, now())
       where id = $1 and kind = 'pickups' and (body::jsonb->>'day')::date >= current_date - 1 returning id)
     select not exists (select from called) as over from carrier_standin.paper where id = $1 and kind = 'pickups'`,
    [id],
  );
  if (!rows[0]) return refusal(404, "not_found", "There is no such pick-up.");
  return rows[0].over ? refusal(409, "courier_came", "The courier came already.") : { status: 200, body: { id } };
}
