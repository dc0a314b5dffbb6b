import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, refuse, volumeOf, type Refusal, type Result, type SizeMm } from "@commonlot/domain";
import { newId } from "../../lib/ids";
import { inputHash } from "../../lib/input-hash";
import { atKey, placeOf } from "../../lib/keyset";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";

/** A box type as it is entered. Weights in grams, sides inside in millimetres, cost in minor units. */
export interface CartonToSet {
  code: string;
  title: string;
  size_mm?: SizeMm | undefined;
  tare_g: number;
  max_weight_g: number;
  cost_minor: number;
  currency: string;
}

export interface CartonView {
  id: string;
  /** Null: an example of the house. */
  cooperative_id: string | null;
  example: boolean;
  code: string;
  title: string;
  size_mm: SizeMm | null;
  inner_ml: number | null;
  tare_g: number;
  max_weight_g: number;
  cost_minor: number;
  currency: string;
  /** Boxes on the shelf by what was received, counted and used; null while nobody counted any. */
  on_shelf: number | null;
  /** Parcels that are planned in it and not packed. */
  promised: number;
}

interface CartonRow extends Omit<CartonView, "size_mm"> {
  length_mm: number | null;
  width_mm: number | null;
  height_mm: number | null;
}

export interface CartonMovement {
  id: string;
  delta: number;
  reason: string;
  words: string | null;
  person: string;
  order_id: string | null;
  at_key: string;
}

export type CartonRefusal = Refusal<"carton_not_found" | "nothing_changed" | "example_carton" | "idempotency_conflict">;

/** The boxes of a cooperative, and how many of them are left. */
export class Cartons {
  constructor(private readonly sql: Knex) {}

  /** Boxes in use: the cooperative's own, then the house's examples. */
  async list(cooperative_id: string): Promise<CartonView[]> {
    const found = await rows<CartonRow>(
      this.sql,
      `select c.id, c.cooperative_id, c.example, c.code, c.title, c.inner_length_mm::float8 as length_mm, c.inner_width_mm::float8 as width_mm,
         c.inner_height_mm::float8 as height_mm, c.inner_ml::float8 as inner_ml, c.tare_g::float8 as tare_g, c.max_weight_g::float8 as max_weight_g,
         c.cost_minor::float8 as cost_minor, upper(c.currency) as currency,
         (select sum(m.delta)::float8 from carton_movement m where m.carton_id = c.id) as on_shelf,
         (select count(*)::float8 from parcel p where p.carton_id = c.id and p.cooperative_id = ? and p.state in ('planned', 'labelled')) as promised
       from carton c where c.active and (c.cooperative_id = ? or c.cooperative_id is null)
       order by c.cooperative_id nulls last, c.max_weight_g, c.code limit 200`,
      [cooperative_id, cooperative_id],
    );
    return found.map(({ length_mm, width_mm, height_mm, ...carton }) => ({
      ...carton,
      size_mm: length_mm === null || width_mm === null || height_mm === null ? null : [length_mm, width_mm, height_mm],
    }));
  }

  /** Sets box types by their codes, all or none. */
  set(input: { cooperative_id: string; person: string; cartons: readonly CartonToSet[] }): Promise<string[]> {
    return inTransaction(this.sql, (tx) => setCartons_(tx, input));
  }

  /** Takes a box out of use. Parcels that are planned in it stay as they are. */
  async retire(id: string, cooperative_id: string): Promise<Result<void, CartonRefusal>> {
    const { rowCount } = (await this.sql.raw(`update carton set active = false where id = ? and cooperative_id = ?`, [
      id,
      cooperative_id,
    ])) as unknown as { rowCount: number };
    return rowCount === 1 ? ok(undefined) : refuse("carton_not_found", "There is no such carton of this cooperative.");
  }

  /**
   * Boxes that came, or a count of the shelf. A count that finds what is written is kept with nothing
   * changed. Once for each key; the key with other input is refused.
   */
  stock(input: {
    id: string;
    cooperative_id: string;
    person: string;
    kind: "received" | "counted";
    count: number;
    words?: string | undefined;
    idempotency_key: string;
  }): Promise<Result<{ on_shelf: number }, CartonRefusal>> {
    return inTransaction(this.sql, async (tx) => {
      const carton = await row(tx, `select id from carton where id = ? and cooperative_id = ? for no key update`, [
        input.id,
        input.cooperative_id,
      ]);
      if (!carton) return refuse("carton_not_found", "There is no such carton of this cooperative.");
      const idempotency_key = `${input.cooperative_id}:${input.idempotency_key}`;
      const input_hash = inputHash([input.id, input.kind, input.count, input.words ?? null]);
      const before = await shelf(tx, input.id);
      if (input.kind === "received" && input.count === 0) return ok({ on_shelf: before });
      await tx.raw(
        `insert into carton_movement (carton_id, delta, reason, words, person, idempotency_key, input_hash) values (?, ?, ?, ?, ?, ?, ?)
         on conflict (idempotency_key) do nothing`,
        [
          input.id,
          input.kind === "received" ? input.count : input.count - before,
          input.kind,
          input.words ?? null,
          input.person,
          idempotency_key,
          input_hash,
        ],
      );
      const kept = await row<{ input_hash: string | null }>(
        tx,
        `select input_hash from carton_movement where idempotency_key = ?`,
        [idempotency_key],
      );
      // Null: written before hashes were kept.
      if (kept && kept.input_hash !== null && kept.input_hash !== input_hash) {
        return refuse("idempotency_conflict", "This form was sent before with something else in it. Open it again.");
      }
      return ok({ on_shelf: await shelf(tx, input.id) });
    });
  }

  /** What came and went of a box type, the last first; undefined for another cooperative's. */
  async movements(page: {
    id: string;
    cooperative_id: string;
    limit: number;
    cursor?: string | undefined;
  }): Promise<CartonMovement[] | undefined> {
    const own = await row(this.sql, `select id from carton where id = ? and cooperative_id = ?`, [
      page.id,
      page.cooperative_id,
    ]);
    if (!own) return undefined;
    const { at, id } = placeOf(page.cursor);
    return rows<CartonMovement>(
      this.sql,
      `select id::text as id, delta::float8 as delta, reason, words, person, order_id, ${atKey("at")} from carton_movement
       where carton_id = ? and (at, id) < (?::timestamptz, ?::bigint) order by at desc, id desc limit ?`,
      [page.id, at, id === "" ? "9223372036854775807" : id, page.limit],
    );
  }
}

/**
 * A box whose measures are the same keeps its row and takes the new title and cost; other measures are another box: the
 * old row goes out of use, and its stock with it. Of a code that is given twice the last counts. Three statements, however many
 * boxes; answers the row of each box given.
 */
export async function setCartons_(
  tx: Transaction,
  input: { cooperative_id: string; person: string; cartons: readonly CartonToSet[] },
): Promise<string[]> {
  const key = (carton: Pick<CartonToSet, "code" | "currency">) => `${carton.code}/${carton.currency.toUpperCase()}`;
  const last = [...new Map(input.cartons.map((carton) => [key(carton), rowOf(carton)])).values()];
  const kept = await rows<{ id: string; code: string; currency: string }>(
    tx,
    `update carton c set title = t.title, cost_minor = t.cost_minor, changed_by = ?
     from jsonb_to_recordset(?::jsonb) as t (${ROW})
     where c.cooperative_id = ? and c.code = t.code and upper(c.currency) = t.currency and c.active and c.tare_g = t.tare_g
       and c.max_weight_g = t.max_weight_g and (c.inner_length_mm, c.inner_width_mm, c.inner_height_mm)
         is not distinct from (t.inner_length_mm, t.inner_width_mm, t.inner_height_mm)
     returning c.id, c.code, upper(c.currency) as currency`,
    [input.person, JSON.stringify(last), input.cooperative_id],
  );
  const ids = new Map(kept.map((carton) => [key(carton), carton.id]));
  const fresh = last.filter((carton) => !ids.has(key(carton))).map((carton) => ({ ...carton, id: newId("carton") }));
  if (fresh.length > 0) {
    await tx.raw(
      `update carton c set active = false from jsonb_to_recordset(?::jsonb) as t (${ROW})
       where c.cooperative_id = ? and c.code = t.code and upper(c.currency) = t.currency and c.active`,
      [JSON.stringify(fresh), input.cooperative_id],
    );
    await tx.raw(
      `insert into carton (id, cooperative_id, code, title, tare_g, max_weight_g, inner_ml, inner_length_mm, inner_width_mm, inner_height_mm,
         cost_minor, currency, changed_by)
       select t.id, ?, t.code, t.title, t.tare_g, t.max_weight_g, t.inner_ml, t.inner_length_mm, t.inner_width_mm, t.inner_height_mm,
         t.cost_minor, t.currency, ? from jsonb_to_recordset(?::jsonb) as t (${ROW}) order by t.code`,
      [input.cooperative_id, input.person, JSON.stringify(fresh)],
    );
  }
  for (const carton of fresh) ids.set(key(carton), carton.id);
  return input.cartons.map((carton) => ids.get(key(carton))!);
}

const ROW = `id text, code text, title text, tare_g bigint, max_weight_g bigint, inner_ml bigint, inner_length_mm bigint, inner_width_mm bigint,
  inner_height_mm bigint, cost_minor bigint, currency text`;

function rowOf({ size_mm, currency, ...carton }: CartonToSet) {
  const [inner_length_mm, inner_width_mm, inner_height_mm] = size_mm ?? [null, null, null];
  const inner_ml = size_mm === undefined ? null : volumeOf(size_mm);
  return { ...carton, currency: currency.toUpperCase(), inner_ml, inner_length_mm, inner_width_mm, inner_height_mm };
}

async function shelf(tx: Transaction, carton_id: string): Promise<number> {
  const found = await row<{ on_shelf: number }>(
    tx,
    `select coalesce(sum(delta), 0)::float8 as on_shelf from carton_movement where carton_id = ?`,
    [carton_id],
  );
  return found?.on_shelf ?? 0;
}
