import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { ok, parseInput, refuse, type Refusal, type Result } from "@commonlot/domain";
import { z } from "zod";
import { newId } from "../../lib/ids";
import { inTransaction, row, rows } from "../../lib/sql";
import { append } from "../outbox/append";

/** organic and green food, geographical indication, good agricultural practice. */
export const CERTIFICATE_KINDS = ["organic", "green", "geographical", "gap"] as const;

export const certificateInput = z.strictObject({
  village_id: z.string().min(1).max(128),
  /** Null: for all that the village sells. */
  produce: z.string().min(1).max(60).nullable(),
  kind: z.enum(CERTIFICATE_KINDS),
  number: z.string().trim().min(1).max(80),
  issuer_zh: z.string().trim().min(1).max(80),
  issuer_en: z.string().trim().min(1).max(80),
  valid_from: z.iso.date(),
  valid_to: z.iso.date(),
});
export type CertificateInput = z.input<typeof certificateInput>;
export type Certificate = z.output<typeof certificateInput> & { id: string };

const CERTIFICATE = `id, village_id, produce, kind, number, issuer_zh, issuer_en, valid_from::text as valid_from, valid_to::text as valid_to`;
/** Longer than any house is down. */
const LOOK_BACK_DAYS = 60;
const IN_FORCE = `valid_from <= ?::date and valid_to >= ?::date and (withdrawn_on is null or withdrawn_on > ?::date)`;

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

  /** A certificate that stands already is left as it is. */
  add(input: CertificateInput): Promise<Result<{ id: string }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const parsed = parseInput(certificateInput, input);
      if (!parsed.ok) return parsed;
      const one = parsed.value;
      if (one.valid_to < one.valid_from) return refuse("invalid_day", "It ends before it begins.", "valid_to");
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
      if (!written)
        return refuse("certificate_exists", "There is no such village, or it has this certificate already.", "number");
      await append(tx, { job: "index-shop", payload: { kind: "village", ids: [one.village_id] } });
      return ok(written);
    });
  }

  /** Not shown from that day on; how many there were. */
  withdraw(input: { id: string; village_id: string; on: string }): Promise<boolean> {
    return inTransaction(this.sql, async (tx) => {
      const taken = await row(
        tx,
        `update village_certificate set withdrawn_on = ? where id = ? and village_id = ? and withdrawn_on is null returning 1`,
        [input.on, input.id, input.village_id],
      );
      if (taken) await append(tx, { job: "index-shop", payload: { kind: "village", ids: [input.village_id] } });
      return taken !== undefined;
    });
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
