import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** secretary: who acts for a village; the id is the actor id of a sign-in. Bound to one village, whatever the token says. */
export class Migration20261125000103 extends Migration {
  override up(): void {
    this.addSql(`
      create table secretary (
        id text primary key,
        village_id text not null references village (id),
        name text not null,
        email text not null,
        active boolean not null default true,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint secretary_email unique (email)
      );
      create index secretary_of_village on secretary (village_id);
    `);
  }

  override down(): void {
    this.addSql(`drop table if exists secretary;`);
  }
}
