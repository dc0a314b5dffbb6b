import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** What operators have had done again: who, what, when. Only ever grows. */
export class Migration20261126000261 extends Migration {
  override up(): void {
    this.addSql(`
      create table operator_act (
        id text primary key,
        act text not null check (act in ('replay_event', 'retry_message')),
        -- The event's id, or the message's.
        subject_id text not null,
        -- Its type, or its job.
        about text not null,
        person text not null,
        at timestamptz not null default clock_timestamp()
      );
      create index operator_act_list on operator_act (at desc, id desc);

      create function operator_act_refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception 'operator_act is append-only' using errcode = 'restrict_violation';
      end $$;
      create trigger operator_act_append_only before update or delete on operator_act
        for each row execute function operator_act_refuse_change();
      create trigger operator_act_no_truncate before truncate on operator_act
        for each statement execute function operator_act_refuse_change();
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists operator_act cascade;
      drop function if exists operator_act_refuse_change() cascade;
    `);
  }
}
