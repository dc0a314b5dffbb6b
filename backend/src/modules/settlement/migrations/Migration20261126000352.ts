import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** A stock loss is settled in the currency of the price that it has, the ticket's or the pool's sales (docs/adr/0037). */
export class Migration20261126000352 extends Migration {
  override up(): void {
    this.addSql(`
      alter table stock_loss add column ticket_currency text check (ticket_currency ~ '^[A-Z]{3}$');
      update stock_loss set ticket_currency = currency where ticket_per is not null;
      alter table stock_loss add constraint stock_loss_ticket_currency check ((ticket_currency is null) = (ticket_per is null));
      ${KEEP("old.currency, ", "new.currency, ")}
    `);
  }

  override down(): void {
    this.addSql(`
      ${KEEP("", "")}
      alter table stock_loss drop column if exists ticket_currency;
    `);
  }
}

/** What a loss was booked with stays, its currency included. */
const KEEP = (before: string, after: string): string => `
  create or replace function stock_loss_keep_booked() returns trigger language plpgsql as $$
  begin
    if old.at is not null and (${after}new.amount_minor, new.basis, new.at) is distinct from (${before}old.amount_minor, old.basis, old.at) then
      raise exception 'a stock loss that is booked is not changed';
    end if;
    return new;
  end $$;`;
