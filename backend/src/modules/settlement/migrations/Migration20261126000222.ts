import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * Money boards of villages (docs/adr/0032): what was published of each settled period, and a hash for each household's slip.
 * Nothing of it is ever changed or deleted; a correction is a row with the next revision and its reason.
 */
export class Migration20261126000222 extends Migration {
  override up(): void {
    this.addSql(`
      create table money_board (
        id text primary key,
        village_id text not null,
        cooperative_id text not null,
        period_id text not null references settlement_period (id),
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        revision integer not null check (revision > 0),
        from_date date not null,
        to_date date not null,
        -- Too few households: their sums would tell what one of them has. Kept, and not shown.
        withheld boolean not null,
        grams bigint not null check (grams >= 0),
        sales_minor bigint not null,
        beside_minor bigint not null,
        income_minor bigint not null,
        households integer not null check (households >= 0),
        brought_forward_minor bigint not null,
        gross_minor bigint not null,
        deductions_minor bigint not null,
        advances_minor bigint not null,
        net_minor bigint not null,
        root text not null check (root ~ '^[0-9a-f]{64}$'),
        -- Of what was published on the same board before; null for the first.
        before_root text,
        because text check (length(because) between 2 and 300),
        published_by text not null,
        at timestamptz not null default clock_timestamp(),
        constraint money_board_once unique (village_id, period_id, currency, revision),
        constraint money_board_adds_up check (net_minor = brought_forward_minor + gross_minor - deductions_minor - advances_minor),
        constraint money_board_income check (income_minor = sales_minor + beside_minor),
        constraint money_board_corrected_because check ((revision = 1) = (because is null))
      );
      create index money_board_of_village on money_board (village_id, at desc, id desc);
      create index money_board_of_period on money_board (period_id);

      create table money_board_use (
        board_id text not null references money_board (id),
        seq integer not null check (seq > 0),
        use text not null check (use ~ '^[a-z_]{2,40}$'),
        amount_minor bigint not null check (amount_minor <> 0),
        primary key (board_id, seq),
        constraint money_board_use_once unique (board_id, use)
      );

      create table money_board_slip (
        board_id text not null references money_board (id),
        hash text not null check (hash ~ '^[0-9a-f]{64}$'),
        statement_id text not null references statement (id),
        primary key (board_id, hash),
        constraint money_board_slip_once unique (board_id, statement_id)
      );
      create index money_board_slip_of_statement on money_board_slip (statement_id);

      create trigger money_board_append_only before update or delete on money_board for each row execute function ledger_refuse_change();
      create trigger money_board_no_truncate before truncate on money_board for each statement execute function ledger_refuse_change();
      create trigger money_board_use_append_only before update or delete on money_board_use for each row execute function ledger_refuse_change();
      create trigger money_board_use_no_truncate before truncate on money_board_use for each statement execute function ledger_refuse_change();
      create trigger money_board_slip_append_only before update or delete on money_board_slip for each row execute function ledger_refuse_change();
      create trigger money_board_slip_no_truncate before truncate on money_board_slip for each statement execute function ledger_refuse_change();
    `);
  }

  override down(): void {
    this.addSql(`drop table if exists money_board_slip, money_board_use, money_board cascade;`);
  }
}
