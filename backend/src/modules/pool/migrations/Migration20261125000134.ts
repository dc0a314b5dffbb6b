import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** Holds of every kind: whose, how important, by whom ended and why; and holds that keep expired lots from sale. */
export class Migration20261125000134 extends Migration {
  override up(): void {
    this.addSql(`
      alter table hold
        drop constraint hold_kind_check,
        add constraint hold_kind_check check (kind in ('cart', 'quote', 'preorder', 'expiry')),
        add column cooperative_id text,
        add column priority smallint not null default 0 check (priority between 0 and 9),
        add column note text,
        add column made_by text not null default 'system',
        add column ended_by text,
        add column ended_reason text,
        add constraint hold_for_a_buyer_ends_by_clock
          check (kind not in ('quote', 'preorder') or state <> 'soft' or expires_at is not null);
      create index hold_open on hold (priority desc, created_at desc, id desc) where state in ('soft', 'pending', 'confirmed');
      create index hold_expiry_of_lot on hold (owner_id) where kind = 'expiry';
    `);
  }

  override down(): void {
    this.addSql(`
      drop index if exists hold_open, hold_expiry_of_lot;
      alter table hold drop column cooperative_id, drop column priority, drop column note, drop column made_by, drop column ended_by,
        drop column ended_reason;
    `);
  }
}
