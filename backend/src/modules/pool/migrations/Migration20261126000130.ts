import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** What claims (docs/adr/0023) need of the pool: the hold of a replacement, and the short that gives back what was claimed. */
export class Migration20261126000130 extends Migration {
  override up(): void {
    this.addSql(`
      alter table hold drop constraint hold_kind_check;
      alter table hold add constraint hold_kind_check
        check (kind in ('cart', 'quote', 'preorder', 'expiry', 'recall', 'short', 'replacement'));

      alter table short add column claim_id text;
      -- Of a claim: which packs of which lines of the parcel.
      alter table short add column claimed jsonb;
      alter table short drop constraint short_kind_check;
      alter table short add constraint short_kind_check check (kind in (
        'lot_spoiled', 'weight_lower', 'culled', 'parcel_lost', 'recalled', 'not_enough', 'wait_over', 'wait_filled', 'claim'));
      alter table short drop constraint short_of_something;
      alter table short add constraint short_of_something check ((kind in ('parcel_lost', 'claim')) = (parcel_id is not null));
      alter table short drop constraint short_of_a_lot_has_units;
      alter table short add constraint short_of_a_lot_has_units check (
        kind in ('parcel_lost', 'claim', 'not_enough', 'wait_over', 'wait_filled') or (lot_id is not null and units is not null));
      alter table short add constraint short_of_a_claim check ((kind = 'claim') = (claim_id is not null and claimed is not null and parcel_id is not null));
    `);
  }

  override down(): void {
    this.addSql(`
      alter table short drop column if exists claim_id, drop column if exists claimed;
    `);
  }
}
