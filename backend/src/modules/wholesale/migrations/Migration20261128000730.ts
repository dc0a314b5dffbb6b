import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** An invitation says what its person may spend alone (docs/adr/0051); both empty: no limit, as every invitation of before. */
export class Migration20261128000730 extends Migration {
  override up(): void {
    this.addSql(`
      alter table company_invite
        add column per_order_minor bigint check (per_order_minor >= 0),
        add column window_kind text check (window_kind in ('day', 'week', 'month')),
        add column window_minor bigint check (window_minor >= 0),
        add constraint company_invite_window check ((window_kind is null) = (window_minor is null));
    `);
  }

  override down(): void {
    this.addSql(`
      alter table company_invite drop constraint company_invite_window,
        drop column per_order_minor, drop column window_kind, drop column window_minor;
    `);
  }
}
