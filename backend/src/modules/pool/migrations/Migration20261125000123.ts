import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * lot_photo: a picture of a lot as it was weighed in, a file below FILES_DIR; the same picture of a lot is kept once.
 * scale_file: a file of a scale that was taken in whole; its rows are lots with keys of their own.
 */
export class Migration20261125000123 extends Migration {
  override up(): void {
    this.addSql(`
      create table lot_photo (
        id text primary key,
        lot_id text not null references lot (id),
        file text not null unique,
        source_sha256 text not null,
        width int not null check (width > 0),
        height int not null check (height > 0),
        bytes int not null check (bytes > 0),
        taken_by text not null,
        at timestamptz not null default now(),
        constraint lot_photo_once unique (lot_id, source_sha256)
      );
      create trigger lot_photo_append_only before update on lot_photo for each row execute function refuse_change();

      create table scale_file (
        id text primary key,
        cooperative_id text not null,
        name text not null,
        sha256 text not null,
        row_count int not null check (row_count > 0),
        lots int not null check (lots >= 0),
        taken_by text not null,
        at timestamptz not null default now(),
        constraint scale_file_once unique (cooperative_id, sha256)
      );
      create trigger scale_file_append_only before update or delete on scale_file for each row execute function refuse_change();
    `);
  }

  override down(): void {
    this.addSql(`drop table if exists lot_photo, scale_file cascade;`);
  }
}
