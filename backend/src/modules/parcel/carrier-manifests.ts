import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { newId } from "../../lib/ids";
import { inTransaction, row, rows } from "../../lib/sql";
import { append } from "../outbox/append";
import { adapterOf } from "./carriers";

/** Parcels of one list; carriers take this many. */
const PARCELS_PER_LIST = 5_000;

export interface CarrierManifest {
  id: string;
  carrier: string;
  handover_id: string;
  part: number;
  parcels: number;
  key: string;
  state: "pending" | "closed" | "refused";
  /** The carrier's own number of the list. */
  number: string | null;
  reason: string | null;
  asked_at: Date | null;
  created_at: Date;
}

const MANIFEST = `id, carrier, handover_id, part, cardinality(parcel_references)::int as parcels, key, state, number, reason, asked_at, created_at`;

/** Lists of what a driver got, closed with the carrier: one a handover and carrier, in parts when it is very long. */
export class CarrierManifests {
  constructor(private readonly sql: Knex) {}

  /**
   * Closes the lists of one handover with the carriers that have an interface. Asked again, those that stand are meant. Parcels
   * that are not booked yet would be missing: then nothing is closed.
   */
  close(input: {
    handover_id: string;
    cooperative_id: string;
    person: string;
  }): Promise<Result<CarrierManifest[], Refusal<"handover_not_found" | "not_booked_yet" | "by_hand">>> {
    return inTransaction(this.sql, async (tx) => {
      const handover = await row(tx, `select id from handover where id = ? and cooperative_id = ? for no key update`, [
        input.handover_id,
        input.cooperative_id,
      ]);
      if (!handover) return refuse("handover_not_found", "There is no such handover.");
      const parcels = (
        await rows<{ carrier: string; reference: string | null; waits: boolean }>(
          tx,
          `select p.carrier, k.reference, p.booking_refusal is null and p.tracking_number is null as waits from parcel p
           left join booking_parcel k on k.parcel_id = p.id and k.left_at is null and k.tracking_number is not null
           where p.handover_id = ? order by p.carrier, p.number`,
          [input.handover_id],
        )
      ).filter((parcel) => adapterOf(parcel.carrier) !== "manual");
      if (parcels.length === 0) {
        return refuse("by_hand", "None of these carriers has an interface: print our list, the driver signs it.");
      }
      const missing = parcels.filter((parcel) => parcel.reference === null && parcel.waits).length;
      if (missing > 0) {
        const message = `${missing} of these parcels are not booked yet. Nothing was closed; it takes a moment.`;
        return refuse("not_booked_yet", message);
      }
      const listed = parcels.flatMap((one) => (one.reference === null ? [] : [{ ...one, reference: one.reference }]));
      for (const carrier of [...new Set(listed.map((one) => one.carrier))].sort()) {
        const references = listed.filter((one) => one.carrier === carrier).map((one) => one.reference);
        for (let part = 0; part * PARCELS_PER_LIST < references.length; part += 1) {
          const id = newId("manifest");
          const written = await row(
            tx,
            `insert into carrier_manifest (id, cooperative_id, carrier, handover_id, part, parcel_references, key, person)
             values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (handover_id, carrier, part) where state <> 'refused' do nothing returning id`,
            [
              id,
              input.cooperative_id,
              carrier,
              input.handover_id,
              part,
              references.slice(part * PARCELS_PER_LIST, (part + 1) * PARCELS_PER_LIST),
              `${id}_v1`,
              input.person,
            ],
          );
          if (!written) continue;
          const message_id = await append(tx, { job: "close-manifest", payload: { manifest_id: id }, dedup_key: id });
          await tx.raw(`update carrier_manifest set message_id = ? where id = ?`, [message_id ?? null, id]);
        }
      }
      return ok(await rows<CarrierManifest>(tx, OF_HANDOVER, [input.handover_id]));
    });
  }

  ofHandover(handover_id: string): Promise<CarrierManifest[]> {
    return rows<CarrierManifest>(this.sql, OF_HANDOVER, [handover_id]);
  }

  /** One list with what it names, and whether its carrier was asked before. */
  manifest(id: string): Promise<(CarrierManifest & { parcel_references: string[] }) | undefined> {
    return row(this.sql, `select ${MANIFEST}, parcel_references from carrier_manifest where id = ?`, [id]);
  }

  async markAsked(id: string): Promise<void> {
    await this.sql.raw(
      `update carrier_manifest set asked_at = coalesce(asked_at, now()), updated_at = now() where id = ? and state = 'pending'`,
      [id],
    );
  }

  async record(
    id: string,
    end: { state: "closed"; number: string } | { state: "refused"; reason: string },
  ): Promise<void> {
    await this.sql.raw(
      `update carrier_manifest set state = ?, number = ?, reason = ?, updated_at = now() where id = ? and state = 'pending'`,
      [
        end.state,
        end.state === "closed" ? end.number : null,
        end.state === "refused" ? end.reason.slice(0, 500) : null,
        id,
      ],
    );
  }
}

const OF_HANDOVER = `select ${MANIFEST} from carrier_manifest where handover_id = ? order by carrier, part, created_at limit 100`;
