import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** Accounts that households open at the processor (docs/adr/0033): the wish with its key first, then the account, then what is said of it. */
export class Migration20261126000231 extends Migration {
  override up(): void {
    this.addSql(`
      create table connect_account (
        household_id text primary key references household (id),
        country text not null check (country ~ '^[A-Z]{2}$'),
        idempotency_key text not null unique,
        asked_by text not null,
        stripe_account_id text unique,
        state text not null default 'wanted' check (state in ('wanted', 'needs_more', 'in_review', 'ready', 'restricted')),
        needs jsonb not null default '[]',
        disabled_reason text,
        -- When the processor was last asked about it.
        seen_at timestamptz,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint connect_account_said check (stripe_account_id is not null or (state = 'wanted' and seen_at is null))
      );
      create function connect_account_keeps() returns trigger language plpgsql as $$
      begin
        if old.stripe_account_id is not null and new.stripe_account_id is distinct from old.stripe_account_id then
          raise exception 'a household has one account at the processor' using errcode = 'restrict_violation';
        end if;
        return new;
      end $$;
      create trigger connect_account_keeps before update of stripe_account_id on connect_account
        for each row execute function connect_account_keeps();
    `);
  }

  override down(): void {
    this.addSql(
      `drop table if exists connect_account cascade; drop function if exists connect_account_keeps() cascade;`,
    );
  }
}
