import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { dayNumber, ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { z } from "zod";
import { newId } from "../../lib/ids";
import { phoneFault } from "../../lib/phone";
import { provinceCode } from "../../lib/province";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";

/** A choice at checkout, not a directory. */
const MAX_POINTS = 50;

const words = (max: number) => z.string().trim().min(1, "needs words").max(max);
const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, "is a day such as 2026-12-01")
  .refine((text) => dayNumber(text) !== null, "is no day of the calendar");

/** A pick-up point as a manager writes it. The city stands with its county, as in addresses (docs/adr/0045). */
export const pickupPointBody = z.strictObject({
  name_zh: words(60),
  name_en: words(80),
  province: words(60),
  city: words(60),
  street: words(200),
  hours_zh: words(200),
  hours_en: words(200),
  phone: words(40),
  notes_zh: z.string().trim().max(300).default(""),
  notes_en: z.string().trim().max(300).default(""),
  valid_from: day,
  valid_to: day.nullable().default(null),
});
export type PickupPointBody = z.output<typeof pickupPointBody>;

export interface PickupPointRow extends PickupPointBody {
  id: string;
  cooperative_id: string;
  ended: boolean;
  version: number;
}

const TEXTS =
  "name_zh, name_en, province, city, street, hours_zh, hours_en, phone, notes_zh, notes_en, valid_from, valid_to";
export const POINT = `k.id, k.cooperative_id, k.name_zh, k.name_en, k.province, k.city, k.street, k.hours_zh, k.hours_en, k.phone, k.notes_zh,
  k.notes_en, k.valid_from::text as valid_from, k.valid_to::text as valid_to, k.ended_at is not null as ended, k.version`;

const MOVED_ON = refuse(
  "stale",
  "Somebody else has changed this pick-up point since you opened it. Nothing was overwritten; look at what stands, then save again.",
);

interface Writer {
  cooperative_id: string;
  person: string;
}

/** Where buyers fetch what a cooperative packed for them. */
export class PickupPoints {
  constructor(private readonly sql: Knex) {}

  /** All of a cooperative's, those that have ended last. */
  ofDesk(cooperative_id: string): Promise<PickupPointRow[]> {
    return rows<PickupPointRow>(
      this.sql,
      `select ${POINT} from pickup_point k where k.cooperative_id = ? order by k.ended_at is not null, k.created_at, k.id limit 500`,
      [cooperative_id],
    );
  }

  /** Those of these cooperatives that nobody has ended, whatever their days. */
  of(cooperative_ids: readonly string[]): Promise<PickupPointRow[]> {
    return rows<PickupPointRow>(
      this.sql,
      `select ${POINT} from pickup_point k where k.cooperative_id = any(?) and k.ended_at is null order by k.created_at, k.id`,
      [[...cooperative_ids]],
    );
  }

  /** Whether it is how the shop writes the address of a point, or wrote it before the point was renamed or ended: nothing is sent there. */
  async isAddress(line: string): Promise<boolean> {
    const found = await row<{ known: boolean }>(
      this.sql,
      `select exists (select from pickup_point where street || ' (' || name_zh || ')' = ?)
         or exists (select from pickup_point_act where (before ->> 'street') || ' (' || (before ->> 'name_zh') || ')' = ?) as known`,
      [line.trim(), line.trim()],
    );
    return found?.known ?? false;
  }

  /** Those named, ended ones too: orders name them. */
  byIds(ids: readonly string[]): Promise<PickupPointRow[]> {
    return rows<PickupPointRow>(this.sql, `select ${POINT} from pickup_point k where k.id = any(?) order by k.id`, [
      [...ids],
    ]);
  }

  add(by: Writer, point: PickupPointBody): Promise<Result<{ id: string }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const wrong = faultOf(point);
      if (wrong) return { ok: false, refusal: wrong };
      await tx.raw(`select pg_advisory_xact_lock(hashtextextended(?, 0))`, [`pickup_points:${by.cooperative_id}`]);
      const standing = await row<{ count: number }>(
        tx,
        `select count(*)::int as count from pickup_point where cooperative_id = ? and ended_at is null`,
        [by.cooperative_id],
      );
      if ((standing?.count ?? 0) >= MAX_POINTS)
        return refuse("too_many_points", `At most ${MAX_POINTS} pick-up points at a time. End one first.`);
      const id = newId("point");
      await tx.raw(
        `insert into pickup_point (id, cooperative_id, ${TEXTS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [id, by.cooperative_id, ...valuesOf(point)] as never,
      );
      await writeAct(tx, by, { act: "pickup_point_added", id, subject: point.name_zh });
      return ok({ id });
    });
  }

  /** Other words, when the point is still what was seen. Orders that wait there show the new ones. */
  change(by: Writer, id: string, seen: number, point: PickupPointBody): Promise<Result<void, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const wrong = faultOf(point);
      if (wrong) return { ok: false, refusal: wrong };
      const before = await seen_(tx, by, id, seen);
      if (!before.ok) return before;
      await tx.raw(
        `update pickup_point set (${TEXTS}) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::date, ?::date), version = version + 1, updated_at = now() where id = ?`,
        [...valuesOf(point), id] as never,
      );
      await writeAct(tx, by, { act: "pickup_point_changed", id, subject: point.name_zh, before: before.value });
      return ok(undefined);
    });
  }

  /** Offered no more. What was ordered to it is fetched there all the same. */
  end(by: Writer, id: string, seen: number): Promise<Result<void, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const before = await seen_(tx, by, id, seen);
      if (!before.ok) return before;
      await tx.raw(`update pickup_point set ended_at = now(), version = version + 1, updated_at = now() where id = ?`, [
        id,
      ]);
      await writeAct(tx, by, { act: "pickup_point_ended", id, subject: before.value.name_zh, before: before.value });
      return ok(undefined);
    });
  }
}

/** Whether a point is in force on a day ("2026-12-01"). */
export function isInForceOn(point: PickupPointRow, day: string): boolean {
  return !point.ended && point.valid_from <= day && (point.valid_to === null || point.valid_to >= day);
}

function valuesOf(point: PickupPointBody): (string | null)[] {
  return [
    point.name_zh,
    point.name_en,
    point.province,
    point.city,
    point.street,
    point.hours_zh,
    point.hours_en,
    point.phone,
    point.notes_zh,
    point.notes_en,
    point.valid_from,
    point.valid_to,
  ];
}

function faultOf(point: PickupPointBody): Refusal | undefined {
  if (provinceCode(point.province) === undefined)
    return { reason: "no_province", message: "There is no such province. Nothing was saved.", field: "province" };
  if (point.valid_to !== null && point.valid_to < point.valid_from)
    return {
      reason: "invalid_days",
      message: "The last day is before the first. Nothing was saved.",
      field: "valid_to",
    };
  return phoneFault(point.phone);
}

/** The point under its lock, when it is what the writer saw and has not ended. */
async function seen_(tx: Transaction, by: Writer, id: string, seen: number): Promise<Result<PickupPointRow, Refusal>> {
  const stands = await row<PickupPointRow>(
    tx,
    `select ${POINT} from pickup_point k where k.id = ? and k.cooperative_id = ? for update`,
    [id, by.cooperative_id],
  );
  if (!stands) return refuse("point_not_found", "There is no such pick-up point.");
  if (stands.version !== seen || stands.ended) return MOVED_ON;
  return ok(stands);
}

async function writeAct(
  tx: Transaction,
  by: Writer,
  { act, id, subject, before }: { act: string; id: string; subject: string; before?: unknown },
): Promise<void> {
  await tx.raw(
    `insert into pickup_point_act (id, point_id, cooperative_id, act, subject, before, person) values (?, ?, ?, ?, ?, ?::jsonb, ?)`,
    [
      newId("pact"),
      id,
      by.cooperative_id,
      act,
      subject,
      before === undefined ? null : JSON.stringify(before),
      by.person,
    ] as never,
  );
}
