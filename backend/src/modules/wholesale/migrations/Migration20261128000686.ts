import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * agent_account: where an agent's commission goes; one that was set last, those before it kept. The number is sealed (lib/cipher.ts). A mail is of
 * a company or of an agent (docs/adr/0066).
 */
export class Migration20261128000686 extends Migration {
  override up(): void {
    this.addSql(`
      create table agent_account (
        id text primary key,
        agent_id text not null references agent (id),
        holder text not null check (holder <> ''),
        account_sealed text not null,
        account_last4 text not null check (length(account_last4) <= 4),
        bank_system text not null,
        bank_member_id text not null,
        as_on_paper boolean not null default false,
        created_at timestamptz not null default now(),
        usable_from timestamptz not null,
        replaced_at timestamptz,
        old_stops boolean not null default false,
        called_off_at timestamptz,
        constraint agent_account_called_off check (called_off_at is null or replaced_at is not null)
      );
      create unique index agent_account_in_force on agent_account (agent_id) where replaced_at is null;
      create index agent_account_of on agent_account (agent_id, created_at desc, id desc);

      alter table company_mail alter column company_id drop not null;
      alter table company_mail add column agent_id text references agent (id);
      alter table company_mail add constraint company_mail_of_one check (num_nonnulls(company_id, agent_id) = 1);
    `);
  }

  override down(): void {
    this.addSql(`
      delete from company_mail where company_id is null;
      alter table company_mail drop constraint company_mail_of_one, drop column agent_id;
      alter table company_mail alter column company_id set not null;
      drop table if exists agent_account;
    `);
  }
}
