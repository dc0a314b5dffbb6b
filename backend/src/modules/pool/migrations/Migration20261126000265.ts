import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * A pool's smallest useful amount: 0 says that any share is fetched, however small. Null, as before, says that nobody has set one;
 * then it goes by the pool's nature (docs/adr/0036, `leastTake` of the domain).
 */
export class Migration20261126000265 extends Migration {
  override up(): void {
    this.addSql(`
      alter table pool_rule drop constraint pool_rule_min_take_units_check,
        add constraint pool_rule_min_take_units_check check (min_take_units >= 0);
    `);
  }

  override down(): void {
    this.addSql(`
      alter table pool_rule drop constraint pool_rule_min_take_units_check,
        add constraint pool_rule_min_take_units_check check (min_take_units > 0) not valid;
    `);
  }
}
