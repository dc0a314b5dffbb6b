import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * What a company says of goods that came (docs/adr/0060). quote_version: for how many days it may look at them, and whether its money waits
 * for that. delivery_acceptance: its yes, once; silence is no row. delivery_rating: how each side found the other, once; both append-only.
 */
export class Migration20261128000622 extends Migration {
  override up(): void {
    this.addSql(`
      alter table quote_version add column inspect_days int check (inspect_days between 0 and 30);
      alter table quote_version add column release_on text check (release_on in ('delivery', 'inspection'));
      alter table quote_version add constraint quote_version_inspection check (num_nonnulls(inspect_days, release_on) in (0, 2));

      create table delivery_acceptance (
        order_id text primary key,
        quote_id text not null references quote (id),
        person text not null,
        words text not null default '',
        at timestamptz not null default now()
      );
      create trigger delivery_acceptance_append_only before update or delete on delivery_acceptance for each row execute function quote_refuse_change();
      create trigger delivery_acceptance_kept before truncate on delivery_acceptance for each statement execute function quote_refuse_change();

      create table delivery_rating (
        order_id text not null,
        by text not null check (by in ('buyer', 'seller')),
        quote_id text not null references quote (id),
        company_id text not null,
        cooperative_id text not null,
        stars int not null check (stars between 1 and 5),
        words text not null default '',
        person text not null,
        at timestamptz not null default now(),
        -- The last day on which the other side may speak: after it both are shown.
        open_until date not null,
        primary key (order_id, by)
      );
      create index delivery_rating_of_cooperative on delivery_rating (cooperative_id) where by = 'buyer';
      create trigger delivery_rating_append_only before update or delete on delivery_rating for each row execute function quote_refuse_change();
      create trigger delivery_rating_kept before truncate on delivery_rating for each statement execute function quote_refuse_change();
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists delivery_rating, delivery_acceptance;
      alter table quote_version drop constraint if exists quote_version_inspection, drop column if exists release_on, drop column if exists inspect_days;
    `);
  }
}
