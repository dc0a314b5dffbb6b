import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** Fee policies, sales and their waterfalls, and the intents that stand before every call to the processor. */
export class Migration20261122000031 extends Migration {
  override up(): void {
    this.addSql(`
      create table fee_policy (
        id text primary key,
        cooperative_id text not null,
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        version integer not null check (version > 0),
        valid_from timestamptz not null,
        platform_bp integer not null check (platform_bp >= 0),
        cooperative_bp integer not null check (cooperative_bp >= 0),
        agent_bp integer not null default 0 check (agent_bp >= 0),
        packing_minor_per_kg bigint not null check (packing_minor_per_kg >= 0),
        holdback_bp integer not null check (holdback_bp between 0 and 10000),
        hold_days integer not null check (hold_days between 0 and 365),
        minimum_payout_minor bigint not null check (minimum_payout_minor >= 0),
        published_by text not null,
        created_at timestamptz not null default now(),
        constraint fee_policy_version unique (cooperative_id, currency, version),
        constraint fee_policy_within_whole check (platform_bp + cooperative_bp + agent_bp <= 10000)
      );
      create index fee_policy_in_force on fee_policy (cooperative_id, currency, valid_from desc, version desc);
      create trigger fee_policy_append_only before update or delete on fee_policy for each row execute function ledger_refuse_change();

      create table capture_intent (
        id text primary key,
        order_id text not null unique,
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        amount_minor bigint not null check (amount_minor > 0),
        payment_ref text not null,
        idempotency_key text not null unique,
        state text not null default 'intended' check (state in ('intended', 'created', 'failed', 'unknown')),
        reason text,
        called_at timestamptz,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );

      create table sale (
        id text primary key,
        order_id text not null unique,
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        captured_minor bigint not null check (captured_minor > 0),
        provider_ref text not null,
        input_hash text not null,
        posted_at timestamptz,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        deleted_at timestamptz
      );

      create table sale_line (
        id text primary key,
        sale_id text not null references sale (id),
        order_id text not null,
        order_line_id text not null unique,
        cooperative_id text not null,
        pool_id text not null,
        currency text not null,
        units bigint not null check (units > 0),
        grams bigint not null check (grams >= 0),
        -- What the buyer paid for this line, its share of the freight and the tax included.
        paid_minor bigint not null check (paid_minor >= 0),
        tax_minor bigint not null check (tax_minor >= 0),
        -- Refunded, or promised to be by an intent that is on its way.
        refund_minor bigint not null default 0,
        -- The part of the refund that is tax, and so is no longer owed to the tax office.
        refund_tax_minor bigint not null default 0,
        freight_minor bigint,
        policy_id text references fee_policy (id),
        posted_at timestamptz,
        period_id text,
        created_at timestamptz not null default now(),
        constraint sale_line_tax_within_paid check (tax_minor <= paid_minor),
        constraint sale_line_refund_within_paid check (0 <= refund_minor and refund_minor <= paid_minor),
        constraint sale_line_refund_tax_within check (0 <= refund_tax_minor and refund_tax_minor <= least(refund_minor, tax_minor)),
        constraint sale_line_posted_whole check (posted_at is null or (policy_id is not null and freight_minor is not null)),
        constraint sale_line_settled_after_posting check (period_id is null or posted_at is not null)
      );
      create index sale_line_of_sale on sale_line (sale_id);
      create index sale_line_of_order on sale_line (order_id);
      create index sale_line_to_settle on sale_line (cooperative_id, posted_at) where period_id is null and posted_at is not null;
      create index sale_line_of_period on sale_line (period_id) where period_id is not null;

      create table sale_line_row (
        sale_line_id text not null references sale_line (id),
        seq integer not null check (seq > 0),
        party text not null,
        account text not null,
        household_id text,
        lot_id text,
        grams bigint,
        amount_minor bigint not null check (amount_minor > 0),
        rule text not null,
        primary key (sale_line_id, seq)
      );
      create index sale_line_row_of_household on sale_line_row (household_id) where household_id is not null;
      create index sale_line_row_of_lot on sale_line_row (lot_id) where lot_id is not null;
      create trigger sale_line_row_append_only before update or delete on sale_line_row for each row execute function ledger_refuse_change();
      create trigger sale_line_row_no_truncate before truncate on sale_line_row for each statement execute function ledger_refuse_change();

      create table refund_intent (
        id text primary key,
        order_id text not null,
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        amount_minor bigint not null check (amount_minor > 0),
        lines jsonb not null,
        reason_code text not null,
        provider_ref text not null,
        dedup_key text not null unique,
        input_hash text not null,
        idempotency_key text not null unique,
        state text not null default 'intended' check (state in ('intended', 'created', 'failed', 'unknown')),
        refund_ref text,
        reason text,
        called_at timestamptz,
        requested_by text not null,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );
      create index refund_intent_of_order on refund_intent (order_id);
      create index refund_intent_open on refund_intent (updated_at) where state in ('intended', 'unknown');
    `);
  }

  override down(): void {
    this.addSql(
      `drop table if exists refund_intent, sale_line_row, sale_line, sale, capture_intent, fee_policy cascade;`,
    );
  }
}
