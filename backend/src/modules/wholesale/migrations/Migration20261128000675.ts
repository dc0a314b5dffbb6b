import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * Floor and share (docs/adr/0064). agreement_line.share_bp: of a good whose one step is a floor. market_price: what the market pays for a pack
 * on a day, as the cooperative publishes it. agreement_call_off_price: what a call-off took of it, once and for all.
 * agreement_call_off_wait: that it was said once what a call-off waits for. All append-only.
 */
export class Migration20261128000675 extends Migration {
  override up(): void {
    this.addSql(`
      alter table agreement_line add column share_bp int check (share_bp between 0 and 10000);

      create table market_price (
        id text primary key,
        cooperative_id text not null,
        variant_id text not null,
        title jsonb not null,
        pack jsonb not null,
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        day date not null,
        price_minor bigint not null check (price_minor between 1 and 1000000000),
        source text not null check (source <> ''),
        person text not null,
        at timestamptz not null default clock_timestamp(),
        idempotency_key text not null,
        input_hash text not null,
        constraint market_price_once unique (cooperative_id, idempotency_key),
        constraint market_price_whole unique (id, price_minor, day),
        -- Wherever the cooperative is, this day has begun.
        constraint market_price_known check (day <= (at at time zone 'Pacific/Kiritimati')::date)
      );
      create index market_price_of_day on market_price (cooperative_id, variant_id, currency, day desc, at desc, id desc);
      create index market_price_newest on market_price (cooperative_id, at desc, id desc);

      create table agreement_call_off_price (
        quote_id text not null,
        variant_id text not null,
        market_price_id text not null,
        market_day date not null,
        market_minor bigint not null,
        floor_minor bigint not null check (floor_minor > 0),
        share_bp int not null check (share_bp between 0 and 10000),
        price_minor bigint not null,
        at timestamptz not null default clock_timestamp(),
        primary key (quote_id, variant_id),
        foreign key (quote_id, variant_id) references agreement_call_off_line (quote_id, variant_id),
        foreign key (market_price_id, market_minor, market_day) references market_price (id, price_minor, day),
        -- floor + round_half_up(max(0, market - floor) * share_bp / 10000), in whole numbers.
        constraint agreement_call_off_price_sum check (
          price_minor = floor_minor + (greatest(0, market_minor - floor_minor) * share_bp * 2 + 10000) / 20000)
      );
      create table agreement_call_off_wait (
        quote_id text not null references agreement_call_off (quote_id),
        why text not null check (why in ('goods', 'price')),
        at timestamptz not null default clock_timestamp(),
        primary key (quote_id, why)
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
      drop table if exists agreement_call_off_wait, agreement_call_off_price, market_price;
      alter table agreement_line drop column if exists share_bp;
    `);
  }
}

const TABLES = ["market_price", "agreement_call_off_price", "agreement_call_off_wait"] as const;
