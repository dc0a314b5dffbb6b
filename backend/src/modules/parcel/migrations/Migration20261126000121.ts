import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * A content's line is in its parcel, and a line's parcel is there: that a content's parcel is there follows. Checking it once
 * more was a tenth of the time in which a large order is written.
 */
export class Migration20261126000121 extends Migration {
  override up(): void {
    this.addSql(`alter table parcel_content drop constraint parcel_content_parcel_id_fkey;`);
  }

  override down(): void {
    this.addSql(
      `alter table parcel_content add constraint parcel_content_parcel_id_fkey foreign key (parcel_id) references parcel (id);`,
    );
  }
}
