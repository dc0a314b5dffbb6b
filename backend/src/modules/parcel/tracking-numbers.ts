import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { checkTrackingNumber, PICKUP, type TrackingRefusal } from "@commonlot/domain";
import { inputHash } from "../../lib/input-hash";
import { inTransaction, rows, type Transaction } from "../../lib/sql";
import { adapterOf, carriersOf, trackingRulesOf } from "./carriers";
import { tellTracked_ } from "./fulfilments";

/** Lines of one sheet at most: a day of the largest cooperative. */
export const MAX_NUMBERS = 20_000;

export interface NumberLine {
  line: number;
  parcel_number: string;
  tracking_number: string;
}

export type NumberFault =
  | TrackingRefusal["reason"]
  | "parcel_unknown"
  | "parcel_void"
  | "parcel_twice"
  | "comes_by_itself"
  | "is_fetched"
  | "has_another_number"
  | "number_used"
  | "number_twice";

export interface NumberProblem {
  line: number;
  parcel_number: string;
  problem: NumberFault;
}

interface ParcelHere {
  id: string;
  number: string;
  carrier: string;
  state: string;
  tracking_number: string | null;
  /** Its carrier refused it by machine: a number that the carrier gave by phone may be typed. */
  refused: boolean;
}

/** Numbers of carriers that have no interface: typed at the desk or brought as a sheet. */
export class TrackingNumbers {
  constructor(private readonly sql: Knex) {}

  /**
   * Stores the numbers that are right and names the lines that are not: the rest goes on. The same sheet again changes
   * nothing. A number that another parcel of the carrier has, also another cooperative's, is refused.
   */
  enter(input: {
    cooperative_id: string;
    lines: readonly NumberLine[];
  }): Promise<{ stored: number; unchanged: number; problems: NumberProblem[] }> {
    return inTransaction(this.sql, async (tx) => {
      // Two sheets with the same number wait for one another here, so that the second is told by line.
      await tx.raw(`select pg_advisory_xact_lock(hashtextextended('tracking-numbers', 0))`);
      const parcels = await lockParcels(tx, input.cooperative_id, input.lines);
      const read = await readLines(tx, input.cooperative_id, input.lines, parcels);
      const taken = await takenNumbers(tx, read.right);
      const fresh = read.right.filter((one) => {
        const owner = taken.get(`${one.parcel.carrier}/${one.tracking_number}`);
        if (owner === undefined || owner === one.parcel.id) return true;
        read.problems.push({ line: one.line, parcel_number: one.parcel.number, problem: "number_used" });
        return false;
      });
      const write = fresh.filter((one) => one.parcel.tracking_number === null);
      await tx.raw(
        `update parcel p set tracking_number = t.tracking_number, booking_refusal = null, booking_reason = null, updated_at = now()
         from unnest(?::text[], ?::text[]) as t (id, tracking_number) where p.id = t.id`,
        [write.map((one) => one.parcel.id), write.map((one) => one.tracking_number)] as never,
      );
      const ids = write.map((one) => one.parcel.id);
      if (ids.length > 0) await tellTracked_(tx, ids, inputHash(write.map((one) => one.tracking_number)));
      return {
        stored: write.length,
        unchanged: fresh.length - write.length,
        problems: read.problems.sort((a, b) => a.line - b.line),
      };
    });
  }
}

interface RightLine {
  line: number;
  parcel: ParcelHere;
  tracking_number: string;
}

async function readLines(
  tx: Transaction,
  cooperative_id: string,
  lines: readonly NumberLine[],
  parcels: ReadonlyMap<string, ParcelHere>,
): Promise<{ right: RightLine[]; problems: NumberProblem[] }> {
  const rules = new Map(
    (await carriersOf(tx, cooperative_id)).map((carrier) => [carrier.code, trackingRulesOf(carrier)]),
  );
  const right: RightLine[] = [];
  const problems: NumberProblem[] = [];
  const seen = new Set<string>();
  for (const { line, parcel_number, tracking_number } of lines) {
    const wrong = (problem: NumberFault): void => void problems.push({ line, parcel_number, problem });
    const parcel = parcels.get(plain(parcel_number));
    if (!parcel) wrong("parcel_unknown");
    else if (parcel.state === "void") wrong("parcel_void");
    else if (parcel.carrier === PICKUP.carrier) wrong("is_fetched");
    else if (adapterOf(parcel.carrier) !== "manual" && !parcel.refused) wrong("comes_by_itself");
    else {
      const checked = checkTrackingNumber(rules.get(parcel.carrier) ?? [], tracking_number);
      const keys = checked.ok ? [`p/${parcel.id}`, `n/${parcel.carrier}/${checked.value}`] : [];
      if (!checked.ok) wrong(checked.refusal.reason);
      else if (seen.has(keys[0]!)) wrong("parcel_twice");
      else if (seen.has(keys[1]!)) wrong("number_twice");
      else if (parcel.tracking_number !== null && parcel.tracking_number !== checked.value) wrong("has_another_number");
      else right.push({ line, parcel, tracking_number: checked.value });
      keys.forEach((key) => seen.add(key));
    }
  }
  return { right, problems };
}

const plain = (number: string): string => number.normalize("NFKC").replaceAll(/\s/g, "").toUpperCase();

async function lockParcels(
  tx: Transaction,
  cooperative_id: string,
  lines: readonly NumberLine[],
): Promise<Map<string, ParcelHere>> {
  const found = await rows<ParcelHere>(
    tx,
    `select id, number, carrier, state, tracking_number, booking_refusal is not null as refused from parcel where cooperative_id = ? and number = any(?) order by id for no key update`,
    [cooperative_id, lines.map((line) => plain(line.parcel_number))],
  );
  return new Map(found.map((parcel) => [parcel.number, parcel]));
}

async function takenNumbers(tx: Transaction, lines: readonly RightLine[]): Promise<Map<string, string>> {
  const found = await rows<{ id: string; carrier: string; tracking_number: string }>(
    tx,
    `select p.id, p.carrier, p.tracking_number from parcel p
     join unnest(?::text[], ?::text[]) as t (carrier, tracking_number) on p.carrier = t.carrier and p.tracking_number = t.tracking_number`,
    [lines.map((one) => one.parcel.carrier), lines.map((one) => one.tracking_number)],
  );
  return new Map(found.map((parcel) => [`${parcel.carrier}/${parcel.tracking_number}`, parcel.id]));
}
