import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** sign_in_address: wrong sign-ins from one address (its blind index) in a window of a quarter of an hour. */
export class Migration20261126000023 extends Migration {
  override up(): void {
    this.addSql(`
      create table sign_in_address (
        subject text primary key,
        tries int not null check (tries >= 0),
        window_ends_at timestamptz not null
      );
      create index sign_in_address_old on sign_in_address (window_ends_at);
    `);
  }

  override down(): void {
    this.addSql(`drop table if exists sign_in_address;`);
  }
}
