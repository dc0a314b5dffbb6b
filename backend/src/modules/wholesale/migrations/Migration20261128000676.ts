import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * The end of a season (docs/adr/0064). agreement_version.compensation_*: what follows from goods that were not there. agreement_statement, with
 * its lines (by good) and lacks (by call-off and price): what the agreement came to, drawn up once; its sums are written out and checked.
 * agreement_compensation_paid: that somebody paid it by bank, and who said so. All append-only.
 */
export class Migration20261128000676 extends Migration {
  override up(): void {
    this.addSql(`
      alter table agreement_version
        add column compensation_bp int check (compensation_bp between 1 and 10000),
        add column compensation_cap_bp int check (compensation_cap_bp between 1 and 10000),
        add constraint agreement_version_compensation check ((compensation_bp is null) = (compensation_cap_bp is null));
      create index agreement_over on agreement (ended_at, id) where state in ('ended', 'ended_early');

      create table agreement_statement (
        agreement_id text primary key references agreement (id),
        version int not null,
        agreed_minor bigint not null check (agreed_minor > 0),
        delivered_minor bigint not null check (delivered_minor >= 0),
        lacking_minor bigint not null check (lacking_minor >= 0),
        compensation_bp int not null check (compensation_bp between 0 and 10000),
        cap_bp int not null check (cap_bp between 0 and 10000),
        cap_minor bigint not null,
        compensation_minor bigint not null,
        at timestamptz not null,
        foreign key (agreement_id, version) references agreement_version (agreement_id, version),
        constraint agreement_statement_cap check (cap_minor = div(agreed_minor::numeric * cap_bp, 10000)),
        constraint agreement_statement_sum check (
          compensation_minor = least(div(lacking_minor::numeric * compensation_bp * 2 + 10000, 20000), cap_minor))
      );
      create table agreement_statement_line (
        agreement_id text not null references agreement_statement (agreement_id),
        position int not null,
        variant_id text not null,
        agreed_packs int not null check (agreed_packs > 0),
        delivered_packs int not null check (delivered_packs >= 0),
        short_packs int not null check (short_packs >= 0),
        not_called_packs int not null check (not_called_packs >= 0),
        delivered_minor bigint not null check (delivered_minor >= 0),
        primary key (agreement_id, position),
        constraint agreement_statement_line_once unique (agreement_id, variant_id),
        constraint agreement_statement_line_sum check (agreed_packs = delivered_packs + short_packs + not_called_packs)
      );
      create table agreement_statement_lack (
        agreement_id text not null references agreement_statement (agreement_id),
        position int not null,
        quote_id text not null references agreement_call_off (quote_id),
        variant_id text not null,
        packs int not null check (packs > 0),
        price_minor bigint not null check (price_minor > 0),
        amount_minor bigint not null check (amount_minor = packs * price_minor),
        primary key (agreement_id, position)
      );
      create table agreement_compensation_paid (
        agreement_id text primary key references agreement_statement (agreement_id),
        paid_on date not null,
        words text not null default '',
        person text not null,
        at timestamptz not null default clock_timestamp(),
        constraint agreement_compensation_paid_known check (paid_on <= (at at time zone 'Pacific/Kiritimati')::date)
      );
      ${TABLES.map(
        (table) => `
      create trigger ${table}_append_only before update or delete on ${table} for each row execute function agreement_refuse_change();
      create trigger ${table}_kept before truncate on ${table} for each statement execute function agreement_refuse_change();`,
      ).join("")}
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists agreement_compensation_paid, agreement_statement_lack, agreement_statement_line, agreement_statement;
      drop index if exists agreement_over;
      alter table agreement_version drop column if exists compensation_bp, drop column if exists compensation_cap_bp;
    `);
  }
}

const TABLES = [
  "agreement_statement",
  "agreement_statement_line",
  "agreement_statement_lack",
  "agreement_compensation_paid",
] as const;
