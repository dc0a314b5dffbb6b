import { Migration } from "@medusajs/framework/mikro-orm/migrations";
import { EXAMPLE_CARTONS, EXAMPLE_RATE_CARDS } from "../example-rates";

/** Example cartons and rate cards, marked as such, so that a new house can price and pack from its first minute. */
export class Migration20261122000041 extends Migration {
  override up(): void {
    this.addSql(`
      insert into carton (code, title, tare_g, max_weight_g, inner_ml, cost_minor, currency, example)
      select code, title, tare_g, max_weight_g, inner_ml, cost_minor, currency, true
      from jsonb_to_recordset('${JSON.stringify(EXAMPLE_CARTONS)}'::jsonb)
        as t (code text, title text, tare_g bigint, max_weight_g bigint, inner_ml bigint, cost_minor bigint, currency text);

      insert into rate_card (id, carrier, service, currency, card, example)
      select 'rate_example_' || (card->>'carrier') || '_' || (card->>'service'), card->>'carrier', card->>'service', card->>'currency', card, true
      from jsonb_array_elements('${JSON.stringify(EXAMPLE_RATE_CARDS)}'::jsonb) as card;
    `);
  }

  override down(): void {
    this.addSql(`delete from rate_card where example; delete from carton where example;`);
  }
}
