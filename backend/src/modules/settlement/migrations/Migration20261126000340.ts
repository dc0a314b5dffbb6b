import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * A day belongs to one period of a cooperative. A trigger on what is inserted, no exclusion constraint: periods that overlap already are
 * settled or approved and must stay as they are. It takes the lock that opening takes, so that of two at once the second sees the first.
 */
export class Migration20261126000340 extends Migration {
  override up(): void {
    this.addSql(`
      create function settlement_period_days() returns trigger language plpgsql as $$
      declare other settlement_period;
      begin
        perform pg_advisory_xact_lock(hashtextextended('settlement_period:' || new.cooperative_id, 0));
        select * into other from settlement_period
        where cooperative_id = new.cooperative_id and from_date <= new.to_date and to_date >= new.from_date limit 1;
        if found then
          raise exception 'days % to % overlap the period % to % (%)', new.from_date, new.to_date, other.from_date, other.to_date, other.id
            using errcode = 'exclusion_violation';
        end if;
        return new;
      end $$;
      create trigger settlement_period_days before insert on settlement_period for each row execute function settlement_period_days();
      -- Days and owner are what was opened.
      create function settlement_period_keeps_days() returns trigger language plpgsql as $$
      begin
        raise exception 'period % keeps its days', old.id;
      end $$;
      create trigger settlement_period_keeps_days before update on settlement_period for each row
        when ((old.cooperative_id, old.from_date, old.to_date) is distinct from (new.cooperative_id, new.from_date, new.to_date))
        execute function settlement_period_keeps_days();
    `);
  }

  override down(): void {
    this.addSql(`
      drop trigger if exists settlement_period_days on settlement_period;
      drop trigger if exists settlement_period_keeps_days on settlement_period;
      drop function if exists settlement_period_days(), settlement_period_keeps_days();
    `);
  }
}
