import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * A refund made at the processor of an order with goods of several cooperatives, booked by the operator: what each of them bears
 * of it, for its own books and eyes.
 */
export class Migration20261126000278 extends Migration {
  override up(): void {
    this.addSql(`
      create table outside_refund_part (
        refund_ref text not null references processor_refund (refund_ref),
        cooperative_id text not null,
        order_id text not null,
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        amount_minor bigint not null check (amount_minor > 0),
        words text not null,
        person text not null,
        at timestamptz not null default now(),
        primary key (refund_ref, cooperative_id)
      );
      create index outside_refund_part_of on outside_refund_part (cooperative_id, at desc, refund_ref desc);
      create trigger outside_refund_part_append_only before update or delete on outside_refund_part
        for each row execute function ledger_refuse_change();
    `);
  }

  override down(): void {
    this.addSql(`drop table if exists outside_refund_part cascade;`);
  }
}
