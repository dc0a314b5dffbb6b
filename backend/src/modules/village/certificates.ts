import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, parseInput, refuse, type Refusal, type Result } from "@commonlot/domain";
import { z } from "zod";
import { newId } from "../../lib/ids";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { PRODUCE_CODES } from "../../lib/words";
import { append } from "../outbox/append";
import { writeAct, type VillageActKind, type VillageWriter } from "./acts";

/** organic and green food, geographical indication, good agricultural practice. */
export const CERTIFICATE_KINDS = ["organic", "green", "geographical", "gap"] as const;

export const certificateInput = z.strictObject({
  village_id: z.string().min(1).max(128),
  /** Null: for all that the village sells. */
  produce: z.enum(PRODUCE_CODES).nullable(),
  kind: z.enum(CERTIFICATE_KINDS),
  number: z.string().trim().min(1).max(80),
  issuer_zh: z.string().trim().min(1).max(80),
  issuer_en: z.string().trim().min(1).max(80),
  valid_from: z.iso.date(),
  valid_to: z.iso.date(),
});
export type CertificateInput = z.input<typeof certificateInput>;
/** What a person types of a certificate at the desk. */
export const certificateBody = certificateInput.omit({ village_id: true });
export type CertificateBody = z.output<typeof certificateBody>;
export type Certificate = z.output<typeof certificateInput> & { id: string };

const CERTIFICATE = `id, village_id, produce, kind, number, issuer_zh, issuer_en, valid_from::text as valid_from, valid_to::text as valid_to`;
/** A certificate that ends this soon is to be renewed: issuers take about as long. */
const ENDS_SOON_DAYS = 60;
const MOVED_ON = refuse(
  "stale",
  "Somebody else has changed this certificate since you opened it. Nothing was overwritten; look at what stands, then save again.",
);
const EXISTS = refuse(
  "certificate_exists",
  "The village has a certificate of this kind and number already, or had one that was withdrawn.",
  "number",
);
/** Longer than any house is down. */
const LOOK_BACK_DAYS = 60;
const IN_FORCE = `valid_from <= ?::date and valid_to >= ?::date and (withdrawn_on is null or withdrawn_on > ?::date)`;
const ENDS_SOON = `valid_to <= ?::date + ${ENDS_SOON_DAYS}`;

/** Who has certified what of a village. Only what is in force on the day is ever shown. */
export class Certificates {
  constructor(private readonly sql: Knex) {}

  inForce(village_ids: readonly string[], today: string): Promise<Certificate[]> {
    return rows<Certificate>(
      this.sql,
      `select ${CERTIFICATE} from village_certificate where village_id = any(?) and ${IN_FORCE} order by village_id, kind, number`,
      [[...village_ids], today, today, today],
    );
  }

  /** All that were not withdrawn, also those of other days, with what a writer names as seen; those that end first first. */
  ofDesk(
    village_id: string,
    today: string,
  ): Promise<(Certificate & { version: number; in_force: boolean; ends_soon: boolean })[]> {
    return rows(
      this.sql,
      `select ${CERTIFICATE}, version, ${IN_FORCE} as in_force, ${IN_FORCE} and ${ENDS_SOON} as ends_soon
       from village_certificate where village_id = ? and withdrawn_on is null order by valid_to, kind, number`,
      [today, today, today, today, today, today, today, village_id],
    );
  }

  /** Those of these villages that are in force and end within `ENDS_SOON_DAYS`. */
  endingSoon(village_ids: readonly string[], today: string): Promise<Certificate[]> {
    return rows<Certificate>(
      this.sql,
      `select ${CERTIFICATE} from village_certificate where village_id = any(?) and ${IN_FORCE}
         and ${ENDS_SOON} order by valid_to, village_id, number`,
      [[...village_ids], today, today, today, today],
    );
  }

  /** Whether it is one of the village's that was not withdrawn, and which. */
  one(id: string, village_id: string): Promise<Certificate | undefined> {
    return row(
      this.sql,
      `select ${CERTIFICATE} from village_certificate where id = ? and village_id = ? and withdrawn_on is null`,
      [id, village_id],
    );
  }

  /** A certificate that stands already is left as it is. Without `by` it is the seed's. */
  add(input: CertificateInput, by?: VillageWriter): Promise<Result<{ id: string }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const parsed = parseInput(certificateInput, input);
      if (!parsed.ok) return parsed;
      const one = parsed.value;
      const days = inOrder(one);
      if (!days.ok) return days;
      await lockOf(tx, one.village_id);
      const written = await row<{ id: string }>(
        tx,
        `insert into village_certificate (id, village_id, produce, kind, number, issuer_zh, issuer_en, valid_from, valid_to)
         select ?, id, ?, ?, ?, ?, ?, ?, ? from village where id = ? and deleted_at is null on conflict do nothing returning id`,
        [
          newId("cert"),
          one.produce,
          one.kind,
          one.number,
          one.issuer_zh,
          one.issuer_en,
          one.valid_from,
          one.valid_to,
          one.village_id,
        ],
      );
      if (!written) return EXISTS;
      if (by) await writeAct(tx, by, { act: "certificate_added", of_id: written.id, subject: one.number });
      await append(tx, { job: "index-shop", payload: { kind: "village", ids: [one.village_id] } });
      return ok(written);
    });
  }

  /** Other facts, when the certificate is still what was seen. */
  change(by: VillageWriter, input: CertificateBody & { id: string; seen: number }): Promise<Result<void, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const days = inOrder(input);
      if (!days.ok) return days;
      const before = await seen_(tx, by.village_id, input);
      if (!before.ok) return before;
      await lockOf(tx, by.village_id);
      const changed = await row(
        tx,
        `update village_certificate c set produce = ?, kind = ?, number = ?, issuer_zh = ?, issuer_en = ?, valid_from = ?, valid_to = ?,
           version = version + 1
         where id = ? and not exists (
           select 1 from village_certificate o where o.village_id = c.village_id and o.kind = ? and o.number = ? and o.id <> c.id)
         returning 1`,
        [
          input.produce,
          input.kind,
          input.number,
          input.issuer_zh,
          input.issuer_en,
          input.valid_from,
          input.valid_to,
          input.id,
          input.kind,
          input.number,
        ],
      );
      if (!changed) return EXISTS;
      await this.done_(tx, by, "certificate_changed", before.value);
      return ok(undefined);
    });
  }

  /** Not shown from that day on, nor are its papers. Its row stays. */
  withdraw(by: VillageWriter, input: { id: string; seen: number; on: string }): Promise<Result<void, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const before = await seen_(tx, by.village_id, input);
      if (!before.ok) return before;
      await tx.raw(`update village_certificate set withdrawn_on = ?, version = version + 1 where id = ?`, [
        input.on,
        input.id,
      ]);
      await this.done_(tx, by, "certificate_withdrawn", before.value);
      await append(tx, {
        job: "hide-pictures",
        payload: { kind: "certificate", of_id: input.id, person: by.person },
      });
      return ok(undefined);
    });
  }

  private async done_(tx: Transaction, by: VillageWriter, act: VillageActKind, before: Certificate): Promise<void> {
    await writeAct(tx, by, { act, of_id: before.id, subject: before.number, before });
    await append(tx, { job: "index-shop", payload: { kind: "village", ids: [by.village_id] } });
  }

  /**
   * Villages with a certificate that began or ended by the clock lately, and the day: what buyers find of them has to follow. Looked
   * back over, because a house may have been down on the day itself.
   */
  turning(today: string): Promise<{ village_id: string; day: string }[]> {
    return rows(
      this.sql,
      `select distinct village_id, day::text as day from village_certificate
         cross join lateral (values (valid_from), (valid_to + 1), (withdrawn_on)) as turn(day)
       where day between ?::date - ${LOOK_BACK_DAYS} and ?::date`,
      [today, today],
    );
  }
}

const inOrder = (one: { valid_from: string; valid_to: string }): Result<void, Refusal> =>
  one.valid_to < one.valid_from ? refuse("invalid_day", "It ends before it begins.", "valid_to") : ok(undefined);

/** Writers of one village's certificates go one after the other: nobody takes a number between asking for it and writing it. */
async function lockOf(tx: Transaction, village_id: string): Promise<void> {
  await tx.raw(`select pg_advisory_xact_lock(hashtextextended('village_certificate ' || ?, 0))`, [village_id]);
}

/** The certificate under its lock, when it is what the writer saw. */
async function seen_(
  tx: Transaction,
  village_id: string,
  { id, seen }: { id: string; seen: number },
): Promise<Result<Certificate & { version: number }, Refusal>> {
  const stands = await row<Certificate & { version: number }>(
    tx,
    `select ${CERTIFICATE}, version from village_certificate where id = ? and village_id = ? and withdrawn_on is null for update`,
    [id, village_id],
  );
  if (!stands)
    return refuse("certificate_not_found", "This certificate is gone. Somebody may have withdrawn it meanwhile.");
  return stands.version === seen ? ok(stands) : MOVED_ON;
}
