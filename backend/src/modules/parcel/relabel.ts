import { oldLabel, ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { inTransaction, row } from "../../lib/sql";
import { append } from "../outbox/append";
import { cancelBookings_ } from "./booking-cancels";
import { isWithdrawn, lockParcel } from "./lock-parcels";
import { newParcelNumber } from "./queries";

/** Where a code that a packer scanned leads. */
export type FoundParcel =
  | { what: "parcel"; parcel_id: string; number: string; state: string }
  | { what: "old_label"; parcel_id: string; number: string; new_number: string };

/** A parcel whose label is no good gets a new number; the old one opens nothing any more and says so. */
export class Relabels {
  constructor(private readonly sql: Knex) {}

  /** The parcel behind a number on a label: ours, an old one of ours, or the carrier's. Only of this cooperative. */
  async find(code: string, cooperative_id: string): Promise<FoundParcel | undefined> {
    const parcel = await row<{ parcel_id: string; number: string; state: string }>(
      this.sql,
      `select id as parcel_id, number, state from parcel where cooperative_id = ? and number = ?
       union all select id, number, state from parcel where cooperative_id = ? and tracking_number = ? limit 1`,
      [cooperative_id, code, cooperative_id, code],
    );
    if (parcel) return { what: "parcel", ...parcel };
    const old = await row<{ parcel_id: string; number: string; new_number: string }>(
      this.sql,
      `select o.parcel_id, o.number, p.number as new_number from parcel_old_number o join parcel p on p.id = o.parcel_id
       where o.number = ? and o.cooperative_id = ?`,
      [code, cooperative_id],
    );
    return old && { what: "old_label", ...old };
  }

  /**
   * Voids the label of a parcel and gives it a new number, which is printed alone. `number` is the one on the label in the
   * packer's hand: asked twice, or by two at once, it is replaced once. Until its new label is printed the parcel can't be
   * handed over.
   */
  relabel(input: {
    parcel_id: string;
    cooperative_id: string;
    number: string;
    reason: string;
    person: string;
  }): Promise<Result<{ number: string; created: boolean }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const parcel = await lockParcel(tx, input.parcel_id, input.cooperative_id);
      if (!parcel) return refuse("parcel_not_found", "There is no such parcel.");
      if (parcel.number !== input.number) {
        const old = await row<{ new_number: string }>(
          tx,
          `select new_number from parcel_old_number where parcel_id = ? and number = ?`,
          [parcel.id, input.number],
        );
        if (old?.new_number === parcel.number) return ok({ number: parcel.number, created: false });
        if (old) return refuse("label_void", oldLabel({ number: input.number, new_number: parcel.number }), "number");
        return refuse("number_differs", "This is not the number of this parcel. Nothing was changed.", "number");
      }
      if ((parcel.state !== "labelled" && parcel.state !== "packed") || (await isWithdrawn(tx, parcel.order_id))) {
        const message = `Parcel ${parcel.number} is ${parcel.state}: only a labelled or packed parcel gets a new label.`;
        return refuse("not_to_relabel", message);
      }
      const number = newParcelNumber();
      await tx.raw(
        `insert into parcel_old_number (number, parcel_id, cooperative_id, new_number, reason, person) values (?, ?, ?, ?, ?, ?)`,
        [parcel.number, parcel.id, parcel.cooperative_id, number, input.reason, input.person],
      );
      await tx.raw(`update parcel_label set voided_at = now() where parcel_id = ? and voided_at is null`, [parcel.id]);
      // The carrier knows it by the old number: that booking is taken back, and it is booked anew when it leaves.
      await cancelBookings_(tx, [parcel.id], { why: "relabelled", words: input.reason, person: input.person });
      await tx.raw(`update parcel set number = ?, updated_at = now() where id = ?`, [number, parcel.id]);
      await append(tx, {
        job: "print-labels",
        payload: { order_id: parcel.order_id, parcel_ids: [parcel.id] },
        dedup_key: `relabel:${number}`,
      });
      return ok({ number, created: true });
    });
  }

  /** The file of a parcel's live label when that was printed alone; null while it is not printed, or only with others. */
  async fileOf(parcel_id: string): Promise<string | null> {
    const sheet = await row<{ file: string }>(
      this.sql,
      `select s.file from parcel_label l join label_sheet s on s.id = l.sheet_id
       where l.parcel_id = ? and l.voided_at is null and not s.whole and s.pages = 1`,
      [parcel_id],
    );
    return sheet?.file ?? null;
  }
}
