import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * How packs lie in a carton is kept once, under a key of what it says, instead of once for each of a hundred thousand equal parcels:
 * a parcel and a pattern name it by 16 bytes. Nothing changes or deletes one.
 */
export class Migration20261126000266 extends Migration {
  override up(): void {
    this.addSql(`
      create function placement_key(placement jsonb) returns uuid language sql immutable strict parallel safe as
        $$ select encode(substr(sha256(convert_to(placement::text, 'UTF8')), 1, 16), 'hex')::uuid $$;

      create table parcel_placement (
        id uuid primary key,
        placement jsonb not null,
        constraint parcel_placement_says_its_key check (id = placement_key(placement))
      );
      create function parcel_placement_kept() returns trigger language plpgsql as $$
      begin
        raise exception 'parcel_placement is append-only' using errcode = 'restrict_violation';
      end $$;
      create trigger parcel_placement_append_only before update or delete on parcel_placement
        for each row execute function parcel_placement_kept();
      create trigger parcel_placement_no_truncate before truncate on parcel_placement
        for each statement execute function parcel_placement_kept();
    `);
    for (const table of ["plan_pattern", "parcel"]) {
      this.addSql(`
        alter table ${table} add column placement_id uuid;
        insert into parcel_placement (id, placement)
          select distinct placement_key(placement), placement from ${table} where placement is not null on conflict (id) do nothing;
        update ${table} set placement_id = placement_key(placement) where placement is not null;
        alter table ${table} drop column placement;
      `);
    }
  }

  override down(): void {
    for (const table of ["plan_pattern", "parcel"]) {
      this.addSql(`
        alter table ${table} add column placement jsonb;
        update ${table} t set placement = p.placement from parcel_placement p where p.id = t.placement_id;
        alter table ${table} drop column placement_id;
      `);
    }
    this.addSql(`
      drop table if exists parcel_placement;
      drop function if exists placement_key;
      drop function if exists parcel_placement_kept;
    `);
  }
}
