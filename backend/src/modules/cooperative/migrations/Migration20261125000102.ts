import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * The register of households.
 * household_person: who belongs to a household. household_delegate: a relative with a phone who may look or confirm.
 * consent_event: what a household agreed to or took back, with the day and the proof; append-only, the last word counts.
 * household_act: what somebody else did for a household, and how it agreed; append-only, shown to the household.
 * household_import: a list that was checked and waits for a yes; its rows sealed, since they hold phones.
 * card_sheet: ID cards to print, eight on a page.
 */
export class Migration20261125000102 extends Migration {
  override up(): void {
    this.addSql(`
      create function people_refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception '% is append-only: write a new row instead', tg_table_name using errcode = 'restrict_violation';
      end $$;

      alter table cooperative add column card_prefix text check (card_prefix ~ '^[A-Z]{2}$');
      update cooperative c set card_prefix = p.prefix
        from (select cooperative_id, min(left(card_number, 2)) as prefix from household group by 1 having count(distinct left(card_number, 2)) = 1) p
        where p.cooperative_id = c.id;
      create unique index cooperative_card_prefix on cooperative (card_prefix);

      alter table household add column phone_index text, add column registration_key text;
      create unique index household_registration on household (cooperative_id, registration_key);
      create index household_phone on household (phone_index);

      create table household_person (
        id text primary key,
        household_id text not null references household (id),
        name text not null,
        relation text not null check (relation in ('head', 'spouse', 'child', 'parent', 'other')),
        added_by text not null,
        created_at timestamptz not null default now(),
        removed_at timestamptz
      );
      create index household_person_of on household_person (household_id) where removed_at is null;

      create table household_delegate (
        id text primary key,
        household_id text not null references household (id),
        name text not null,
        relation text not null,
        phone_sealed text not null,
        phone_last4 text not null check (length(phone_last4) <= 4),
        may text not null check (may in ('look', 'confirm')),
        added_by text not null,
        created_at timestamptz not null default now(),
        ended_at timestamptz
      );
      create index household_delegate_of on household_delegate (household_id) where ended_at is null;

      create table consent_event (
        id text primary key,
        household_id text not null references household (id),
        purpose text not null check (purpose in ('public_name', 'benefit_proof')),
        given boolean not null,
        proof_kind text not null check (proof_kind in ('paper', 'spoken', 'phone', 'own')),
        proof text not null,
        on_day date not null,
        actor_kind text not null check (actor_kind in ('coop_member', 'secretary', 'household')),
        actor_id text not null,
        at timestamptz not null default clock_timestamp()
      );
      create index consent_event_of on consent_event (household_id, purpose, at desc, id desc);
      create trigger consent_event_append_only before update or delete on consent_event for each row execute function people_refuse_change();
      create trigger consent_event_kept before truncate on consent_event for each statement execute function people_refuse_change();
      insert into consent_event (id, household_id, purpose, given, proof_kind, proof, on_day, actor_kind, actor_id)
        select 'consent_' || id, id, 'public_name', true, 'paper', 'before this register', created_at::date, 'coop_member', 'register'
        from household where consent_public_name;

      create table household_act (
        id text primary key,
        household_id text not null references household (id),
        actor_kind text not null check (actor_kind in ('coop_member', 'secretary')),
        actor_id text not null,
        actor_name text not null,
        act text not null,
        consent_kind text not null check (consent_kind in ('present', 'phone', 'paper')),
        note text not null default '',
        subject_id text,
        at timestamptz not null default clock_timestamp()
      );
      create index household_act_of on household_act (household_id, at desc, id desc);
      create trigger household_act_append_only before update or delete on household_act for each row execute function people_refuse_change();
      create trigger household_act_kept before truncate on household_act for each statement execute function people_refuse_change();

      create table household_import (
        id text primary key,
        cooperative_id text not null references cooperative (id),
        made_by text not null,
        households int not null check (households > 0),
        rows_sealed text,
        state text not null default 'checked' check (state in ('checked', 'written')),
        created_at timestamptz not null default now(),
        written_at timestamptz,
        constraint household_import_written_is_blank check ((state = 'written') = (rows_sealed is null and written_at is not null))
      );
      create index household_import_of on household_import (cooperative_id, created_at desc);

      create table card_sheet (
        id text primary key,
        cooperative_id text not null references cooperative (id),
        made_by text not null,
        household_ids text[] not null check (cardinality(household_ids) > 0),
        state text not null default 'asked' check (state in ('asked', 'printed')),
        file text,
        pages int check (pages > 0),
        sha256 text,
        created_at timestamptz not null default now(),
        printed_at timestamptz,
        constraint card_sheet_printed check ((state = 'printed') = (file is not null and pages is not null and printed_at is not null))
      );
      create index card_sheet_of on card_sheet (cooperative_id, created_at desc);
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists card_sheet, household_import, household_act, consent_event, household_delegate, household_person;
      alter table household drop column phone_index, drop column registration_key;
      alter table cooperative drop column card_prefix;
      drop function if exists people_refuse_change();
    `);
  }
}
