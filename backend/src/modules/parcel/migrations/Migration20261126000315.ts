import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * What a carrier answered can be corrected by two people: the books reverse the earlier answer and have the new one. Why something could
 * not be done has a code, so that every language has its own words for it. What Medusa's fulfilment has heard of delivery and of tracking
 * numbers. What the carriage of a parcel costs at the weight that it was packed with.
 */
export class Migration20261126000315 extends Migration {
  override up(): void {
    this.addSql(`
      alter table parcel_claim add column problem_code text;

      create table parcel_claim_answer_change (
        id text primary key,
        claim_id text not null references parcel_claim (id),
        cooperative_id text not null,
        attempt int not null check (attempt > 0),
        -- Which change of this attempt's answer: its journal is known by it.
        round int not null check (round > 0),
        before_answer text not null check (before_answer in ('paid', 'refused', 'none')),
        before_minor bigint not null check (before_minor >= 0),
        answer text not null check (answer in ('paid', 'refused', 'none')),
        answered_minor bigint not null check (answered_minor >= 0),
        words text not null check (length(words) between 2 and 1000),
        state text not null default 'proposed' check (state in ('proposed', 'confirmed', 'dropped')),
        proposed_by text not null,
        proposed_at timestamptz not null default now(),
        decided_by text,
        decided_at timestamptz,
        booked_at timestamptz,
        constraint parcel_claim_answer_change_once unique (claim_id, attempt, round),
        constraint parcel_claim_answer_change_paid check ((answer = 'paid') = (answered_minor > 0)),
        constraint parcel_claim_answer_change_decided check ((state = 'proposed') = (decided_by is null)),
        constraint parcel_claim_answer_change_by_two check (state <> 'confirmed' or decided_by <> proposed_by),
        constraint parcel_claim_answer_change_booked check (booked_at is null or state = 'confirmed')
      );
      create unique index parcel_claim_answer_change_one_waits on parcel_claim_answer_change (claim_id) where state = 'proposed';
      create index parcel_claim_answer_change_to_book on parcel_claim_answer_change (claim_id) where state = 'confirmed' and booked_at is null;

      alter table fulfil_intent
        add column delivered_at timestamptz,
        add constraint fulfil_intent_delivered_after_shipped check (delivered_at is null or state = 'shipped');

      -- Null: it was packed before this was counted, or the card it was planned with has no price for this weight.
      alter table parcel_packing add column freight_minor bigint check (freight_minor >= 0);
    `);
  }

  override down(): void {
    this.addSql(`
      alter table parcel_packing drop column if exists freight_minor;
      alter table fulfil_intent drop constraint if exists fulfil_intent_delivered_after_shipped, drop column if exists delivered_at;
      drop table if exists parcel_claim_answer_change;
      alter table parcel_claim drop column if exists problem_code;
    `);
  }
}
