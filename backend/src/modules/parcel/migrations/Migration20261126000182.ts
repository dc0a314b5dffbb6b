import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** What the desk answers a household that does not agree with what its lot bears of a claim. Once; only its booking is added later. */
export class Migration20261126000182 extends Migration {
  override up(): void {
    this.addSql(`
      create table parcel_claim_objection_answer (
        claim_id text not null,
        household_id text not null,
        -- given_back: the cooperative bears it in the household's place.
        outcome text not null check (outcome in ('stands', 'given_back')),
        words text not null,
        person text not null,
        at timestamptz not null default now(),
        booked_at timestamptz,
        primary key (claim_id, household_id),
        foreign key (claim_id, household_id) references parcel_claim_objection (claim_id, household_id)
      );
      create trigger parcel_claim_objection_answer_stands before delete or update of claim_id, household_id, outcome, words, person, at
        on parcel_claim_objection_answer for each row execute function claim_record_stands();
    `);
  }

  override down(): void {
    this.addSql(`drop table if exists parcel_claim_objection_answer;`);
  }
}
