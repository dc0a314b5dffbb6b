import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** Why a claim was dropped: opened in error, or refused with words that its buyer reads (docs/adr/0023). Those dropped before were errors. */
export class Migration20261128000741 extends Migration {
  override up(): void {
    this.addSql(`
      alter table parcel_claim
        add column drop_reason text check (drop_reason in ('error', 'refused')),
        add column refused_words text check (length(refused_words) between 2 and 1000);
      update parcel_claim set drop_reason = 'error' where state = 'dropped';
      alter table parcel_claim
        add constraint parcel_claim_dropped_for check ((state = 'dropped') = (drop_reason is not null)),
        add constraint parcel_claim_refused_says_why check ((drop_reason is not distinct from 'refused') = (refused_words is not null));
      create trigger parcel_claim_refusal_stands before update on parcel_claim for each row
        when (old.drop_reason is not null
              and (old.drop_reason is distinct from new.drop_reason or old.refused_words is distinct from new.refused_words))
        execute function claim_record_stands();
    `);
  }

  override down(): void {
    this.addSql(`
      drop trigger if exists parcel_claim_refusal_stands on parcel_claim;
      alter table parcel_claim
        drop constraint if exists parcel_claim_refused_says_why,
        drop constraint if exists parcel_claim_dropped_for,
        drop column if exists refused_words,
        drop column if exists drop_reason;
    `);
  }
}
