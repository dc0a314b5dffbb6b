import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * Planning anew: while an order is withdrawn, none of its parcels that are still here is live, so nothing of it can leave
 * with contents that no longer hold. An order may end with no parcel at all. A parcel that left and never came is accounted
 * for by a short.
 */
export class Migration20261125000141 extends Migration {
  override up(): void {
    this.addSql(`
      alter table parcel_plan drop constraint parcel_plan_parcels_check;
      alter table parcel_plan add constraint parcel_plan_parcels_check check (parcels >= 0);
      alter table parcel_plan add column withdrawn_for text;

      create table parcel_withdrawal (
        cause text not null,
        order_id text not null references parcel_plan (order_id),
        -- Live parcels that were voided; what the page calls "before".
        voided int not null,
        planned_at timestamptz,
        created_at timestamptz not null default now(),
        primary key (cause, order_id)
      );

      alter table parcel add column accounted_by text;
      alter table parcel add constraint parcel_accounted_never_came check (accounted_by is null or state in ('lost', 'returned'));
    `);
  }

  override down(): void {
    this.addSql(`
      alter table parcel drop constraint if exists parcel_accounted_never_came;
      alter table parcel drop column if exists accounted_by;
      drop table if exists parcel_withdrawal;
      alter table parcel_plan drop column if exists withdrawn_for;
    `);
  }
}
