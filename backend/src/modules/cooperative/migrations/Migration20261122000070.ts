import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * cooperative: pools, grades, ships, settles. coop_member: who works there; its id is the actor id of a sign-in.
 * household: the producing party that is owed money. household_account: where its money goes; one in force, the old
 * ones kept. Phone and account number are sealed (see lib/cipher.ts): no column of a dump holds them in clear.
 * notice: the outgoing SMS of a household, once per (kind, subject).
 */
export class Migration20261122000070 extends Migration {
  override up(): void {
    this.addSql(`
      create table cooperative (
        id text primary key,
        handle text not null,
        name_zh text not null,
        name_en text not null,
        county_code text not null check (county_code ~ '^[0-9]{6}$'),
        county_zh text not null,
        county_en text not null,
        tz text not null,
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        stock_location_id text not null,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        deleted_at timestamptz,
        constraint cooperative_handle unique (handle),
        constraint cooperative_location unique (stock_location_id)
      );

      create table coop_member (
        id text primary key,
        cooperative_id text not null references cooperative (id),
        name text not null,
        email text not null,
        role text not null check (role in ('manager', 'weigher', 'packer', 'accountant')),
        active boolean not null default true,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint coop_member_email unique (email)
      );
      create index coop_member_of_cooperative on coop_member (cooperative_id);

      create table household (
        id text primary key,
        cooperative_id text not null references cooperative (id),
        village_id text not null,
        name text not null,
        card_number text not null check (card_number ~ '^[A-Z]{2}[0-9]{4,8}$'),
        phone_sealed text not null,
        phone_last4 text not null check (length(phone_last4) <= 4),
        priority_floor_g bigint not null default 0 check (priority_floor_g >= 0),
        consent_public_name boolean not null default false,
        active boolean not null default true,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        deleted_at timestamptz,
        constraint household_card unique (card_number)
      );
      create index household_of_cooperative on household (cooperative_id, card_number);
      create index household_of_village on household (village_id);

      create table household_account (
        id text primary key,
        household_id text not null references household (id),
        rail text not null check (rail in ('bank_file', 'stripe', 'cash')),
        holder text not null,
        account_sealed text,
        account_last4 text check (length(account_last4) <= 4),
        bank_system text,
        bank_member_id text,
        stripe_account_id text,
        created_at timestamptz not null default now(),
        replaced_at timestamptz,
        constraint household_account_fits_rail check (
          (rail = 'bank_file' and account_sealed is not null and account_last4 is not null
            and bank_system is not null and bank_member_id is not null and stripe_account_id is null)
          or (rail = 'stripe' and stripe_account_id is not null and account_sealed is null)
          or (rail = 'cash' and account_sealed is null and stripe_account_id is null)
        )
      );
      create unique index household_account_in_force on household_account (household_id) where replaced_at is null;
      create index household_account_stripe on household_account (stripe_account_id) where stripe_account_id is not null;

      create table notice (
        id text primary key,
        cooperative_id text not null references cooperative (id),
        household_id text not null references household (id),
        kind text not null check (kind in ('receipt', 'statement', 'payout')),
        subject_id text not null,
        text text not null,
        segments int not null check (segments > 0),
        state text not null default 'queued' check (state in ('queued', 'sent', 'failed')),
        error text,
        created_at timestamptz not null default now(),
        sent_at timestamptz,
        constraint notice_once unique (kind, subject_id, household_id),
        constraint notice_sent_has_time check ((state = 'sent') = (sent_at is not null))
      );
      create index notice_of_household on notice (household_id, created_at desc);
    `);
  }

  override down(): void {
    this.addSql(`drop table if exists notice, household_account, household, coop_member, cooperative;`);
  }
}
