import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { newId } from "../../lib/ids";
import { inputHash } from "../../lib/input-hash";
import { atKey, placeOf } from "../../lib/keyset";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { lockParcel } from "./lock-parcels";
import { take_, type Take } from "./wave-take";
import { withoutPhone } from "./without-phone";

/** What a shed packs for one lorry: more is another wave. */
export const MAX_PARCELS_PER_WAVE = 2_000;
/** Late waves stand on top of the list, all of them unless somebody stopped working. */
const MAX_LATE = 50;

export interface WaveView {
  id: string;
  at_key: string;
  number: string;
  cut_off_at: Date;
  carrier: string | null;
  service: string | null;
  made_by: string;
  created_at: Date;
  closed_at: Date | null;
  late: boolean;
  parcels: number;
  packed: number;
  handed_over: number;
}

export interface WaitingOrder {
  order_id: string;
  parcels: number;
  gross_g: number;
  planned_at: Date;
}

export interface WaveSuccessor {
  order_id: string;
  voided: number;
  waiting: number;
  /** How many of those that wait this wave still holds. */
  fits: number;
}

export type WaveRefusal = Refusal<
  | "wave_not_found"
  | "nothing_to_pack"
  | "parcel_not_found"
  | "not_to_take_out"
  | "idempotency_conflict"
  | "wave_full"
  | "wave_closed"
  | "cut_off_passed"
  | "wave_not_done"
>;

/** A wave: parcels that are packed and leave together, by one cut-off. */
export class Waves {
  constructor(private readonly sql: Knex) {}

  /** Orders with labelled parcels in no wave, those planned first on top: as it is kept (docs/adr/0068), whatever their number. */
  waiting(cooperative_id: string, limit: number): Promise<WaitingOrder[]> {
    return rows<WaitingOrder>(
      this.sql,
      `select o.order_id, o.parcels, o.gross_g, pl.created_at as planned_at
       from (select order_id, sum(parcels)::int as parcels, sum(gross_g)::float8 as gross_g from parcel_tally
             where cooperative_id = ? and waits group by order_id having sum(parcels) <> 0) o
       join parcel_plan pl on pl.order_id = o.order_id order by pl.created_at, o.order_id limit ?`,
      [cooperative_id, limit],
    );
  }

  /**
   * Makes a wave of the labelled parcels of these orders, those to one place together, up to what a wave holds; `left` says
   * how many wait for the next. Asked twice with one key it is one wave.
   */
  make(
    input: Take & { cut_off_at: Date; now: Date; person: string; idempotency_key: string },
  ): Promise<Result<{ wave_id: string; created: boolean; taken: number; left: number }, WaveRefusal>> {
    return inTransaction(this.sql, async (tx) => {
      const input_hash = hashOf(input);
      const before = await madeBefore(tx, input, input_hash);
      if (before) return before;
      if (input.cut_off_at <= input.now) {
        return refuse("cut_off_passed", "The cut-off is over already. Choose a later time.", "cut_off_at");
      }
      await lockPlans(tx, input.order_ids);
      const id = newId("wave");
      const made = await row(
        tx,
        `insert into wave (id, cooperative_id, cut_off_at, carrier, service, made_by, idempotency_key, input_hash)
         values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (cooperative_id, idempotency_key) do nothing returning id`,
        [
          id,
          input.cooperative_id,
          input.cut_off_at.toISOString(),
          input.carrier ?? null,
          input.service ?? null,
          input.person,
          input.idempotency_key,
          input_hash,
        ],
      );
      if (!made) {
        const theirs = await madeBefore(tx, input, input_hash);
        if (!theirs) throw new Error("a wave was not written");
        return theirs;
      }
      const { taken, left } = await take_(tx, id, MAX_PARCELS_PER_WAVE, input);
      // A wave of nothing is none: the caller's transaction has written nothing yet that may stay.
      if (taken === 0) {
        await tx.raw(`delete from wave where id = ?`, [id]);
        return refuse("nothing_to_pack", "None of these orders has a labelled parcel that waits.", "order_ids");
      }
      return ok({ wave_id: id, created: true, taken, left });
    });
  }

  /** Adds what waits of more orders to an open wave. Repeated it finds nothing more to add. */
  add(input: Take & { wave_id: string }): Promise<Result<{ taken: number; left: number }, WaveRefusal>> {
    return inTransaction(this.sql, async (tx) => {
      await lockPlans(tx, input.order_ids);
      const wave = await lockWave(tx, input.wave_id, input.cooperative_id);
      if (!wave) return refuse("wave_not_found", "There is no such wave.");
      if (wave.closed) return refuse("wave_closed", "This wave is closed. Make a new one.");
      const live = await row<{ live: number }>(
        tx,
        `select count(*)::int as live from parcel where wave_id = ? and state <> 'void'`,
        [wave.id],
      );
      const room = MAX_PARCELS_PER_WAVE - (live?.live ?? 0);
      if (room <= 0) return refuse("wave_full", `A wave holds ${MAX_PARCELS_PER_WAVE} parcels. Make a new one.`);
      return ok(await take_(tx, wave.id, room, input));
    });
  }

  /** Closes a wave of which nothing is left here; handing over the last parcel does it by itself. */
  close(input: { wave_id: string; cooperative_id: string }): Promise<Result<void, WaveRefusal>> {
    return inTransaction(this.sql, async (tx) => {
      const wave = await lockWave(tx, input.wave_id, input.cooperative_id);
      if (!wave) return refuse("wave_not_found", "There is no such wave.");
      if (wave.closed) return ok(undefined);
      await closeDoneWaves(tx, [wave.id]);
      const now = await lockWave(tx, wave.id, input.cooperative_id);
      return now?.closed
        ? ok(undefined)
        : refuse(
            "wave_not_done",
            "Parcels of this wave are still here. Hand over those that are packed; take the others out.",
          );
    });
  }

  /**
   * Takes a parcel that is not packed yet out of its wave: it waits for another. One that is packed leaves with its wave; a
   * wave is made of labelled parcels, so no other would take it. Harmless for one that is not in this wave.
   */
  takeOut(input: { parcel_id: string; wave_id: string; cooperative_id: string }): Promise<Result<void, WaveRefusal>> {
    return inTransaction(this.sql, async (tx) => {
      const parcel = await lockParcel(tx, input.parcel_id, input.cooperative_id);
      if (!parcel) return refuse("parcel_not_found", "There is no such parcel.");
      if (parcel.wave_id !== input.wave_id || parcel.state === "void") return ok(undefined);
      if (parcel.state !== "planned" && parcel.state !== "labelled") {
        const message = `Parcel ${parcel.number} is ${parcel.state}: only a parcel that is not packed is taken out. Nothing was changed.`;
        return refuse("not_to_take_out", message, "parcel_id");
      }
      await tx.raw(`update parcel set wave_id = null, updated_at = now() where id = ?`, [parcel.id]);
      return ok(undefined);
    });
  }

  /** Waves whose cut-off is over and that are not done, the longest first. */
  late(cooperative_id: string, now: Date): Promise<WaveView[]> {
    return this.read(
      `w.cooperative_id = ? and w.closed_at is null and w.cut_off_at < ? order by w.cut_off_at, w.id limit ?`,
      [cooperative_id, now.toISOString(), MAX_LATE],
      now,
    );
  }

  /** All others, newest first. */
  list(cooperative_id: string, page: { cursor?: string | undefined; limit: number; now: Date }): Promise<WaveView[]> {
    const before = placeOf(page.cursor);
    return this.read(
      `w.cooperative_id = ? and not (w.closed_at is null and w.cut_off_at < ?) and (w.created_at, w.id) < (?::timestamptz, ?)
       order by w.created_at desc, w.id desc limit ?`,
      [cooperative_id, page.now.toISOString(), before.at, before.id, page.limit],
      page.now,
    );
  }

  /** Who of a wave can't be reached by a carrier that must call: said while the box is still here. */
  withoutPhone(wave_id: string, cooperative_id: string): Promise<{ id: string; number: string; name: string }[]> {
    return withoutPhone(this.sql, wave_id, cooperative_id);
  }

  async view(id: string, cooperative_id: string, now: Date): Promise<WaveView | undefined> {
    return (await this.read(`w.id = ? and w.cooperative_id = ?`, [id, cooperative_id], now))[0];
  }

  /** Live parcels of a wave in the order of their ids; `after` is the id to go on from. */
  parcels(wave_id: string, page: { after?: string | undefined; limit: number }) {
    return rows<{
      id: string;
      number: string;
      state: string;
      name: string;
      order_id: string;
      gross_g: number;
      weighed_g: number | null;
      carrier: string;
      service: string;
    }>(
      this.sql,
      `select p.id, p.number, p.state, p.name, p.order_id, p.gross_g::float8 as gross_g, k.weighed_g::float8 as weighed_g, p.carrier, p.service
       from parcel p left join parcel_packing k on k.parcel_id = p.id
       where p.wave_id = ? and p.state <> 'void' and p.id > ? order by p.id limit ?`,
      [wave_id, page.after ?? "", page.limit],
    );
  }

  /** How many parcels of which orders are packed in a wave: what its driver takes. */
  packed(wave_id: string): Promise<{ order_id: string; parcels: number }[]> {
    const packed = `select order_id, count(*)::int as parcels from parcel where wave_id = ? and state = 'packed' group by order_id`;
    return rows(this.sql, packed, [wave_id]);
  }

  /**
   * Orders of this wave that were planned anew: parcels that were voided in it, labelled ones that wait for a wave, and how many of
   * those still fit. Parcels parted or joined by hand are not of them: what took their place is in the wave.
   */
  async successors(wave_id: string): Promise<WaveSuccessor[]> {
    const found = await rows<Omit<WaveSuccessor, "fits"> & { live: number }>(
      this.sql,
      `select v.order_id, v.voided, (select coalesce(sum(t.parcels), 0)::int from parcel_tally t
           where t.order_id = v.order_id and t.cooperative_id = v.cooperative_id and t.waits) as waiting,
         (select count(*)::int from parcel p where p.wave_id = ? and p.state <> 'void') as live
       from (select p.order_id, p.cooperative_id, count(*)::int as voided from parcel p where p.wave_id = ? and p.state = 'void'
               and not exists (select from regroup g where g.order_id = p.order_id and g.before_parcels @> jsonb_build_array(jsonb_build_object('id', p.id)))
             group by 1, 2) v
       order by v.order_id`,
      [wave_id, wave_id],
    );
    return found.map(({ live, ...one }) => ({
      ...one,
      fits: Math.min(one.waiting, Math.max(0, MAX_PARCELS_PER_WAVE - live)),
    }));
  }

  private async read(where: string, bindings: readonly (string | number)[], now: Date): Promise<WaveView[]> {
    const found = await rows<Omit<WaveView, "late">>(
      this.sql,
      `select w.id, ${atKey("w.created_at")}, w.number, w.cut_off_at, w.carrier, w.service, w.made_by, w.created_at, w.closed_at,
              n.parcels, n.packed, n.handed_over
       from wave w cross join lateral (
         select count(*)::int as parcels, count(*) filter (where p.state = 'packed')::int as packed,
                count(*) filter (where parcel_rank(p.state) >= 30)::int as handed_over
         from parcel p where p.wave_id = w.id and p.state <> 'void') n
       where ${where}`,
      bindings,
    );
    return found.map((wave) => ({ ...wave, late: wave.closed_at === null && wave.cut_off_at < now }));
  }
}

function hashOf({ order_ids, cut_off_at, carrier, service }: Take & { cut_off_at: Date }): string {
  return inputHash([[...order_ids].sort(), cut_off_at.toISOString(), carrier ?? null, service ?? null]);
}

/** The wave that was made with this key: answered as it is, also after its cut-off; with another form it is a conflict. */
async function madeBefore(
  tx: Transaction,
  { cooperative_id, idempotency_key }: { cooperative_id: string; idempotency_key: string },
  input_hash: string,
): Promise<Result<{ wave_id: string; created: boolean; taken: number; left: number }, WaveRefusal> | undefined> {
  const same = await row<{ id: string; input_hash: string | null }>(
    tx,
    `select id, input_hash from wave where cooperative_id = ? and idempotency_key = ?`,
    [cooperative_id, idempotency_key],
  );
  if (!same) return undefined;
  // Null: made before hashes were kept.
  return same.input_hash === null || same.input_hash === input_hash
    ? ok({ wave_id: same.id, created: false, taken: 0, left: 0 })
    : refuse("idempotency_conflict", "This form was sent before with something else in it. Open it again.");
}

/** Plans of orders in the order of their ids: every writer of parcels locks them first, and a wave after them. */
async function lockPlans(tx: Transaction, order_ids: readonly string[]): Promise<void> {
  await tx.raw(`select 1 from parcel_plan where order_id = any(?) order by order_id for update`, [
    [...order_ids],
  ] as never);
}

async function lockWave(
  tx: Transaction,
  id: string,
  cooperative_id: string,
): Promise<{ id: string; closed: boolean } | undefined> {
  return row(
    tx,
    `select id, closed_at is not null as closed from wave where id = ? and cooperative_id = ? for no key update`,
    [id, cooperative_id],
  );
}

/**
 * Closes those of these waves of which no live parcel is here any more. Locks them first, after plans and parcels: who waited
 * looks at the parcels in a second statement, and sees what the one before did. `no key`: a handover's row points to its wave.
 */
export async function closeDoneWaves(tx: Transaction, wave_ids: readonly string[]): Promise<void> {
  await tx.raw(`select id from wave where id = any(?) order by id for no key update`, [[...wave_ids]] as never);
  await tx.raw(
    `update wave w set closed_at = now() where w.id = any(?) and w.closed_at is null
       and not exists (select from parcel p where p.wave_id = w.id and parcel_rank(p.state) < 30)`,
    [[...wave_ids]] as never,
  );
}
