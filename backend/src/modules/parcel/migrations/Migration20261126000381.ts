import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** As before, but the address of a parcel whose way is over may be blanked: its buyer asked to be forgotten. */
export class Migration20261126000381 extends Migration {
  override up(): void {
    this.addSql(rule(`and not (new.address = '' and parcel_rank(old.state) >= 50)`));
  }

  override down(): void {
    this.addSql(rule(""));
  }
}

const rule = (blanked: string): string => `
  create or replace function parcel_moves_forward() returns trigger language plpgsql as $$
  begin
    if new.state <> old.state and (parcel_rank(new.state) <= parcel_rank(old.state) or parcel_rank(old.state) >= 50
       or (new.state = 'void' and parcel_rank(old.state) >= 30)) then
      raise exception 'parcel % is % and cannot become %', old.number, old.state, new.state using errcode = 'restrict_violation';
    end if;
    if parcel_rank(old.state) >= 30 and
       ((new.order_id, new.goods_g, new.gross_g, new.freight_minor, new.carton_minor, new.carton, new.handover_id, new.province_code, new.number)
       is distinct from
       (old.order_id, old.goods_g, old.gross_g, old.freight_minor, old.carton_minor, old.carton, old.handover_id, old.province_code, old.number)
       or (new.address is distinct from old.address and (old.booking_refusal is null or old.tracking_number is not null) ${blanked})) then
      raise exception 'parcel % is handed over: what it is can no longer change', old.number using errcode = 'restrict_violation';
    end if;
    return new;
  end $$;
`;
