import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** What was given back after an objection is given back at each attempt of its claim: the household said it once, and is asked no more. */
export class Migration20261126000240 extends Migration {
  override up(): void {
    this.addSql(`
      alter table parcel_claim_objection_answer add column booked_attempt int;
      update parcel_claim_objection_answer a set booked_attempt = c.attempt
      from parcel_claim c where c.id = a.claim_id and a.booked_at is not null;
      alter table parcel_claim_objection_answer drop column booked_at;
    `);
  }

  override down(): void {
    this.addSql(`
      alter table parcel_claim_objection_answer add column if not exists booked_at timestamptz;
      update parcel_claim_objection_answer set booked_at = now() where booked_attempt is not null;
      alter table parcel_claim_objection_answer drop column if exists booked_attempt;
    `);
  }
}
