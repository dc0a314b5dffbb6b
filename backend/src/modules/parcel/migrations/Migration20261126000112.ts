import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** What was sent with a key, so that the key with something else is refused. A count that changes nothing keeps its key too. */
export class Migration20261126000112 extends Migration {
  override up(): void {
    this.addSql(`
      alter table wave add column input_hash text;
      alter table handover add column input_hash text;
      alter table carton_movement add column input_hash text;
      alter table carton_movement drop constraint carton_movement_delta_check;
      alter table carton_movement add constraint carton_movement_delta_check check (delta <> 0 or reason = 'counted');
    `);
  }

  override down(): void {
    this.addSql(`
      alter table carton_movement drop constraint carton_movement_delta_check;
      alter table carton_movement add constraint carton_movement_delta_check check (delta <> 0) not valid;
      alter table carton_movement drop column if exists input_hash;
      alter table handover drop column if exists input_hash;
      alter table wave drop column if exists input_hash;
    `);
  }
}
