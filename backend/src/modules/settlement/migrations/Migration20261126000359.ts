import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * Refunds of divided orders, as the desk made them: who, how much and why, beside the intent that sends the money. They stand on the
 * order's page and among what people did, and the same one again within minutes is asked about.
 */
export class Migration20261126000359 extends Migration {
  override up(): void {
    this.addSql(`
      create table late_refund (
        id text primary key,
        order_id text not null,
        cooperative_id text not null,
        currency text not null,
        amount_minor bigint not null check (amount_minor > 0),
        -- As people read it: "20.00 CNY".
        amount_text text not null,
        -- Line and amount, sorted: the same refund has the same lines.
        lines jsonb not null,
        words text not null,
        person text not null,
        at timestamptz not null default now()
      );
      create index late_refund_of_order on late_refund (order_id, cooperative_id);
      create index late_refund_newest on late_refund (cooperative_id, at desc, id desc);
      create function late_refund_stays() returns trigger language plpgsql as $$
      begin
        raise exception 'late_refund is append-only';
      end $$;
      create trigger late_refund_stays before update or delete or truncate on late_refund
        for each statement execute function late_refund_stays();
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists late_refund;
      drop function if exists late_refund_stays();
    `);
  }
}
