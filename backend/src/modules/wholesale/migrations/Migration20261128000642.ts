import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * agent: who brings orders, by a code, at a rate of what is divided (docs/adr/0058); `token_hash`: the link with which they choose a password.
 * agent_change: who set it; append-only. quote.agent_id: who brought it.
 */
export class Migration20261128000642 extends Migration {
  override up(): void {
    this.addSql(`
      create table agent (
        id text primary key,
        code text not null unique check (code ~ '^[A-Z0-9]{4,12}$'),
        name text not null check (name <> ''),
        email text not null unique,
        rate_bp int not null check (rate_bp between 0 and 10000),
        active boolean not null default true,
        token_hash text unique,
        token_until timestamptz,
        sessions_from timestamptz,
        version int not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint agent_token check ((token_hash is null) = (token_until is null))
      );
      create index agent_newest on agent (created_at desc, id desc);
      create table agent_change (
        id text primary key,
        agent_id text not null references agent (id),
        at timestamptz not null default clock_timestamp(),
        person text not null,
        after jsonb not null
      );
      create index agent_change_of on agent_change (agent_id, at);
      create function agent_change_refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception 'agent_change is append-only' using errcode = 'restrict_violation';
      end $$;
      create trigger agent_change_append_only before update or delete on agent_change
        for each row execute function agent_change_refuse_change();
      create trigger agent_change_kept before truncate on agent_change
        for each statement execute function agent_change_refuse_change();

      alter table quote add column agent_id text references agent (id);
      create index quote_of_agent on quote (agent_id) where agent_id is not null;
    `);
  }

  override down(): void {
    this.addSql(`
      alter table quote drop column if exists agent_id;
      drop table if exists agent_change, agent;
      drop function if exists agent_change_refuse_change();
    `);
  }
}
