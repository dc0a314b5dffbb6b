import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import {
  assertTransition,
  CORRECTION_TRANSITIONS,
  decideCorrection,
  ok,
  refuse,
  type CorrectionRefusal,
  type CorrectionState,
  type Refusal,
  type Result,
  type TransitionRefusal,
} from "@commonlot/domain";
import { newId } from "../../lib/ids";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { atKey, placeOf } from "../../lib/keyset";
import { append } from "../outbox/append";
import { answer_, lockObjection } from "./objections";
import { changeCounters, lockPools, writeMovements } from "./queries";

export const CORRECTION_REASONS = [
  "weighed_again",
  "typing_error",
  "wrong_container",
  "wrong_deduction",
  "other",
] as const;
export type CorrectionReason = (typeof CORRECTION_REASONS)[number];

export interface Correction {
  id: string;
  lot_id: string;
  lot_number: string;
  cooperative_id: string;
  household_id: string;
  produce: string;
  unit: "g" | "piece";
  /** What counts of the lot now. */
  units: number;
  delta_units: number;
  reason: CorrectionReason;
  words: string;
  state: CorrectionState;
  entered_by: string;
  ended_by: string | null;
  at: Date;
  at_key: string;
  ended_at: Date | null;
}

export interface ProposeInput {
  lot_id: string;
  cooperative_id: string;
  /** What should count instead, in base units. */
  units: number;
  /** Read again on the scale, when it was. */
  gross_g?: number | undefined;
  tare_g?: number | undefined;
  reason: CorrectionReason;
  words: string;
  objection_id?: string | undefined;
  /** Who weighed again and enters it. */
  person: string;
  idempotency_key: string;
}

export type ProposeRefusal =
  CorrectionRefusal | Refusal<"lot_not_found" | "objection_not_found" | "correction_waits" | "idempotency_conflict">;
export type SignRefusal = CorrectionRefusal | TransitionRefusal | Refusal<"correction_not_found" | "same_person">;

/** Signed corrections of weights: entered by one person, in force when a second one signs. The ticket stays as it was. */
export class Corrections {
  constructor(private readonly sql: Knex) {}

  propose(
    input: ProposeInput,
  ): Promise<Result<{ id: string; delta_units: number; repeated: boolean }, ProposeRefusal>> {
    return inTransaction(this.sql, (tx) => propose_(tx, input));
  }

  /** Puts the correction in force: the lot, the movement, the pool, the objection it answers, and the text, or nothing. */
  sign(input: {
    correction_id: string;
    cooperative_id: string;
    person: string;
  }): Promise<Result<{ lot_id: string; units: number }, SignRefusal>> {
    return inTransaction(this.sql, (tx) => sign_(tx, input));
  }

  drop(input: {
    correction_id: string;
    cooperative_id: string;
    person: string;
  }): Promise<Result<{ lot_id: string }, SignRefusal>> {
    return inTransaction(this.sql, async (tx) => {
      const found = await lockProposed(tx, input, "dropped");
      if (!found.ok) return found;
      await tx.raw(`update lot_correction set state = 'dropped', ended_by = ?, ended_at = now() where id = ?`, [
        input.person,
        found.value.id,
      ]);
      return ok({ lot_id: found.value.lot_id });
    });
  }

  correction(id: string): Promise<Correction | undefined> {
    return row(this.sql, `${SELECT} where c.id = ?`, [id]);
  }

  /** A cooperative's corrections in a state, newest first. */
  ofCooperative(input: {
    cooperative_id: string;
    state?: string | undefined;
    cursor?: string | undefined;
    limit: number;
  }): Promise<Correction[]> {
    const { cooperative_id, state, limit } = input;
    const place = placeOf(input.cursor);
    return rows(
      this.sql,
      `${SELECT} where c.cooperative_id = ? and (?::text is null or c.state = ?::text)
         and (c.at, c.id) < (?::timestamptz, ?)
       order by c.at desc, c.id desc limit ?`,
      [cooperative_id, state ?? null, state ?? null, place.at, place.id, limit] as never,
    );
  }
}

/** The ticket and every signed correction: the weight on the ticket itself is never edited. */
export const COUNTS_NOW = `(l.units + coalesce((select sum(s.delta_units) from lot_correction s where s.lot_id = l.id and s.state = 'signed'), 0))::float8`;

const SELECT = `select c.id, c.lot_id, l.number as lot_number, c.cooperative_id, l.household_id, p.produce, p.unit,
  ${COUNTS_NOW} as units, c.delta_units::float8 as delta_units, c.reason, c.words, c.state, c.entered_by, c.ended_by, c.at, c.ended_at,
  ${atKey("c.at")}
  from lot_correction c join lot l on l.id = c.lot_id join pool p on p.id = l.pool_id`;

async function propose_(
  tx: Transaction,
  input: ProposeInput,
): Promise<Result<{ id: string; delta_units: number; repeated: boolean }, ProposeRefusal>> {
  const key = `${input.cooperative_id}:${input.idempotency_key}`;
  const before = await row<{ id: string; lot_id: string; delta_units: number }>(
    tx,
    `select id, lot_id, delta_units::float8 as delta_units from lot_correction where idempotency_key = ?`,
    [key],
  );
  if (before) {
    if (before.lot_id === input.lot_id) return ok({ id: before.id, delta_units: before.delta_units, repeated: true });
    return refuse(
      "idempotency_conflict",
      "This key already corrects another lot. Nothing was changed.",
      "idempotency_key",
    );
  }
  const lot = await lockLot(tx, input.lot_id);
  if (lot?.cooperative_id !== input.cooperative_id)
    return refuse("lot_not_found", "There is no such lot in your cooperative.");
  const delta_units = input.units - lot.units;
  const plan = decideCorrection(lot, delta_units);
  if (!plan.ok) return plan;
  if (input.objection_id !== undefined) {
    const objection = await lockObjection(tx, input.objection_id, input.cooperative_id);
    if (objection?.lot_id !== lot.id || objection.state !== "open") {
      return refuse("objection_not_found", "This lot has no such open objection.", "objection_id");
    }
  }
  const id = newId("correction");
  const written = await row(
    tx,
    `insert into lot_correction (id, lot_id, cooperative_id, objection_id, delta_units, gross_g, tare_g, reason, words, entered_by, idempotency_key)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (lot_id) where state = 'proposed' do nothing returning id`,
    [
      id,
      lot.id,
      lot.cooperative_id,
      input.objection_id ?? null,
      delta_units,
      input.gross_g ?? null,
      input.tare_g ?? null,
      input.reason,
      input.words,
      input.person,
      key,
    ] as never,
  );
  if (!written) {
    const message = "A correction of this lot waits for its second signature already. Sign or drop that one first.";
    return refuse("correction_waits", message);
  }
  return ok({ id, delta_units, repeated: false });
}

async function sign_(
  tx: Transaction,
  input: { correction_id: string; cooperative_id: string; person: string },
): Promise<Result<{ lot_id: string; units: number }, SignRefusal>> {
  const found = await lockProposed(tx, input, "signed");
  if (!found.ok) return found;
  const correction = found.value;
  if (correction.entered_by === input.person) {
    return refuse("same_person", "A correction needs two people: whoever entered it cannot sign it. Ask a colleague.");
  }
  // The pool first, then its lot: the order in which allocation and shipping lock them.
  await lockPools(tx, [correction.pool_id]);
  const lot = await lockLot(tx, correction.lot_id);
  if (!lot) throw new Error(`lot ${correction.lot_id} of a correction is gone`);
  const plan = decideCorrection(lot, correction.delta_units);
  if (!plan.ok) return plan;
  const { units, sellable_delta, kept_apart_delta } = plan.value;
  await tx.raw(
    `update lot set sellable_units = sellable_units + ?, kept_apart_units = kept_apart_units + ? where id = ?`,
    [sellable_delta, kept_apart_delta, lot.id],
  );
  if (sellable_delta !== 0) {
    const changed = await changeCounters(tx, [{ pool_id: lot.pool_id, on_hand: sellable_delta, held: 0 }]);
    if (changed.length === 0) throw new Error(`pool ${lot.pool_id} did not take a correction it had room for`);
  }
  await writeMovements(
    tx,
    [{ pool_id: lot.pool_id, lot_id: lot.id, kind: "adjust", on_hand: sellable_delta, held: 0 }],
    { reason: `weight corrected: ${correction.reason}`, person: input.person, source: correction.id },
  );
  // The movement has made today's row; what is kept apart moves without one.
  await tx.raw(
    `update pool_day d set kept_apart = d.kept_apart + ? from pool p where p.id = ? and d.pool_id = p.id and d.day >= (now() at time zone p.tz)::date`,
    [kept_apart_delta, lot.pool_id],
  );
  await tx.raw(
    `update lot_correction set state = 'signed', sellable_delta = ?, kept_apart_delta = ?, ended_by = ?, ended_at = now() where id = ?`,
    [sellable_delta, kept_apart_delta, input.person, correction.id],
  );
  if (correction.objection_id !== null) {
    const objection_id = correction.objection_id;
    await answer_(tx, { objection_id, state: "corrected", words: correction.words, person: input.person });
  }
  await append(tx, {
    job: "correction-notice",
    payload: { correction_id: correction.id },
    dedup_key: correction.id,
  });
  return ok({ lot_id: lot.id, units });
}

interface Proposed {
  id: string;
  lot_id: string;
  pool_id: string;
  objection_id: string | null;
  delta_units: number;
  reason: string;
  words: string;
  state: string;
  entered_by: string;
}

async function lockProposed(
  tx: Transaction,
  input: { correction_id: string; cooperative_id: string },
  to: CorrectionState,
): Promise<Result<Proposed, SignRefusal>> {
  const found = await row<Proposed>(
    tx,
    `select c.id, c.lot_id, l.pool_id, c.objection_id, c.delta_units::float8 as delta_units, c.reason, c.words, c.state, c.entered_by
     from lot_correction c join lot l on l.id = c.lot_id where c.id = ? and c.cooperative_id = ? for update of c`,
    [input.correction_id, input.cooperative_id],
  );
  if (!found) return refuse("correction_not_found", "There is no such correction in your cooperative.");
  const allowed = assertTransition(CORRECTION_TRANSITIONS, found.state, to);
  return allowed.ok ? ok(found) : allowed;
}

interface LockedLot {
  id: string;
  pool_id: string;
  cooperative_id: string;
  unit: "g" | "piece";
  units: number;
  sellable_units: number;
  kept_apart_units: number;
  allocated: number;
  wasted: number;
  pack_units: number | null;
  pool_free: number;
}

function lockLot(tx: Transaction, lot_id: string): Promise<LockedLot | undefined> {
  return row(
    tx,
    `select l.id, l.pool_id, l.cooperative_id, p.unit, ${COUNTS_NOW} as units, l.sellable_units::float8 as sellable_units,
            l.kept_apart_units::float8 as kept_apart_units,
            l.allocated::float8 as allocated, l.wasted::float8 as wasted,
            case when p.blendable then null else p.pack_units::float8 end as pack_units, (p.on_hand - p.held)::float8 as pool_free
     from lot l join pool p on p.id = l.pool_id where l.id = ? for no key update of l`,
    [lot_id],
  );
}
