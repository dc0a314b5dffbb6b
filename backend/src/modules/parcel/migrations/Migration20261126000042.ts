import { Migration } from "@medusajs/framework/mikro-orm/migrations";
import { EXAMPLE_CARRIER_CARDS } from "../example-cards";

/** Example cards of China's carriers, to begin one's own from. Marked as such; they price nothing. */
export class Migration20261126000042 extends Migration {
  override up(): void {
    this.addSql(`
      insert into rate_card (id, carrier, service, currency, card, example, valid_from)
      select 'rate_example_' || (card->>'carrier') || '_' || (card->>'service'), card->>'carrier', card->>'service', card->>'currency', card, true,
             (card->>'valid_from')::date
      from jsonb_array_elements('${JSON.stringify(EXAMPLE_CARRIER_CARDS)}'::jsonb) as card;
    `);
  }

  override down(): void {
    this.addSql(`delete from rate_card where example and cooperative_id is null and carrier <> 'standin';`);
  }
}
