import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * company: who buys in bulk, with what was last decided about it; `version` counts what a vetter has to see. One that was let in has
 * its tax number alone; those that only claim one block nobody. company_member: a person and their sign-in; `state` left: blanked when they
 * asked for it. company_invite, company_mail: as a cooperative's invitations. company_act: who did what; append-only.
 */
export class Migration20261127000500 extends Migration {
  override up(): void {
    this.addSql(`
      create table company (
        id text primary key,
        name text not null,
        country text not null check (country ~ '^[A-Z]{2}$'),
        tax_number text not null,
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        time_zone text not null,
        language text not null check (language in ('zh', 'en')),
        cooperative_id text,
        state text not null default 'registered'
          check (state in ('registered', 'documents_asked', 'approved', 'refused', 'suspended', 'closed')),
        decision_words text not null default '',
        decided_at timestamptz,
        version int not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );
      create unique index company_tax_number on company (country, tax_number) where state in ('approved', 'suspended');
      create index company_newest on company (created_at desc, id desc);
      create index company_of_cooperative on company (cooperative_id, created_at desc, id desc) where cooperative_id is not null;

      create table company_member (
        id text primary key,
        company_id text not null references company (id),
        name text not null,
        email text,
        roles text[] not null check (roles <@ array['owner', 'buyer', 'approver', 'accountant']),
        per_order_minor bigint check (per_order_minor >= 0),
        window_kind text check (window_kind in ('day', 'week', 'month')),
        window_minor bigint check (window_minor >= 0),
        state text not null default 'active' check (state in ('active', 'left')),
        sessions_from timestamptz,
        version int not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint company_member_window check ((window_kind is null) = (window_minor is null)),
        constraint company_member_reached check (state = 'left' or (email is not null and cardinality(roles) > 0))
      );
      create unique index company_member_email on company_member (email) where state = 'active';
      create index company_member_of on company_member (company_id, created_at, id);

      create table company_document (
        id text primary key,
        company_id text not null references company (id),
        kind text not null check (kind in ('licence', 'representative_id', 'bank_account')),
        file text not null,
        source_sha256 text not null,
        width int not null,
        height int not null,
        bytes int not null,
        added_by text not null references company_member (id),
        added_at timestamptz not null default now(),
        removed_at timestamptz
      );
      create unique index company_document_once on company_document (company_id, kind, source_sha256) where removed_at is null;

      create table company_address (
        id text primary key,
        company_id text not null references company (id),
        name text not null,
        phone text not null,
        country text not null,
        province text not null,
        city text not null,
        address text not null,
        postal_code text not null,
        created_at timestamptz not null default now(),
        removed_at timestamptz
      );
      create index company_address_of on company_address (company_id, created_at) where removed_at is null;

      create table company_terms (
        company_id text primary key references company (id),
        kind text not null check (kind in ('prepay', 'deposit', 'net')),
        deposit_bp int,
        net_days int,
        credit_limit_minor bigint not null check (credit_limit_minor >= 0),
        set_by text not null,
        set_at timestamptz not null default now(),
        constraint company_terms_deposit check ((kind = 'deposit') = (deposit_bp is not null)),
        constraint company_terms_days check (case kind when 'prepay' then net_days is null when 'net' then net_days is not null else true end)
      );

      create table company_invite (
        id text primary key,
        company_id text not null references company (id),
        name text not null,
        email text,
        roles text[] not null check (cardinality(roles) > 0 and roles <@ array['owner', 'buyer', 'approver', 'accountant']),
        token_hash text not null unique,
        invited_by text not null references company_member (id),
        accepted_by text references company_member (id),
        accepted_at timestamptz,
        withdrawn_at timestamptz,
        expires_at timestamptz not null,
        created_at timestamptz not null default now()
      );
      create index company_invite_of on company_invite (company_id, created_at desc);
      create unique index company_invite_once on company_invite (company_id, email) where accepted_at is null and withdrawn_at is null;

      create table company_mail (
        id text primary key,
        company_id text not null references company (id),
        message_sealed text,
        created_at timestamptz not null default now(),
        sent_at timestamptz
      );

      create table company_act (
        id text primary key,
        company_id text not null references company (id),
        at timestamptz not null default clock_timestamp(),
        actor_kind text not null check (actor_kind in ('member', 'coop_member', 'operator')),
        actor_id text not null,
        act text not null,
        about_id text,
        words text not null default '',
        before jsonb,
        after jsonb
      );
      create index company_act_of on company_act (company_id, at desc, id desc);
      create function company_act_refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception 'company_act is append-only' using errcode = 'restrict_violation';
      end $$;
      create trigger company_act_append_only before update or delete on company_act
        for each row execute function company_act_refuse_change();
      create trigger company_act_kept before truncate on company_act
        for each statement execute function company_act_refuse_change();
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists company_act, company_mail, company_invite, company_terms, company_address, company_document, company_member, company;
      drop function if exists company_act_refuse_change();
    `);
  }
}
