import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** A pool's price mode is chosen when it opens: households hand in on it, so with the first lot it stands (docs/adr/0025). */
export class Migration20261126000173 extends Migration {
  override up(): void {
    this.addSql(`
      create function pool_keep_price_mode() returns trigger language plpgsql as $$
      begin
        if new.price_mode <> old.price_mode and exists (select 1 from lot where pool_id = old.id) then
          raise exception 'the price mode of pool % stands: lots were handed in on it', old.id
            using errcode = 'restrict_violation', constraint = 'pool_price_mode_frozen';
        end if;
        return new;
      end $$;
      create trigger pool_price_mode_frozen before update of price_mode on pool for each row execute function pool_keep_price_mode();
    `);
  }

  override down(): void {
    this.addSql(`drop function if exists pool_keep_price_mode() cascade;`);
  }
}
