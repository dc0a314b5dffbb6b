import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * Lines of statements are checked by set, as postings are (docs/adr/0038): two foreign keys a line were a third of a settlement's time. A
 * pass over what a statement of SQL wrote looks that its statements and sale lines are there; neither is ever deleted or given another
 * id (triggers), so looking once is enough.
 */
export class Migration20261126000281 extends Migration {
  override up(): void {
    this.addSql(`
      create function settlement_refuse_loss() returns trigger language plpgsql as $$
      begin
        raise exception '% keeps its rows and their ids: statements name them', tg_table_name using errcode = 'restrict_violation';
      end $$;
      create trigger statement_no_delete before delete on statement for each row execute function settlement_refuse_loss();
      create trigger statement_no_truncate before truncate on statement for each statement execute function settlement_refuse_loss();
      create trigger statement_keeps_id before update of id on statement
        for each row when (new.id <> old.id) execute function settlement_refuse_loss();
      create trigger sale_line_no_delete before delete on sale_line for each row execute function settlement_refuse_loss();
      create trigger sale_line_no_truncate before truncate on sale_line for each statement execute function settlement_refuse_loss();
      create trigger sale_line_keeps_id before update of id on sale_line
        for each row when (new.id <> old.id) execute function settlement_refuse_loss();

      create function statement_check_lines() returns trigger language plpgsql as $$
      declare
        bad text;
      begin
        select f.statement_id into bad from (select distinct statement_id from fresh) f
        where not exists (select from statement s where s.id = f.statement_id) limit 1;
        if found then
          raise exception 'line of statement %, which is not there', bad using errcode = 'foreign_key_violation';
        end if;
        select f.sale_line_id into bad from (select distinct sale_line_id from fresh where sale_line_id is not null) f
        where not exists (select from sale_line l where l.id = f.sale_line_id) limit 1;
        if found then
          raise exception 'line of a statement for sale line %, which is not there', bad using errcode = 'foreign_key_violation';
        end if;
        return null;
      end $$;
      create trigger statement_line_written after insert on statement_line
        referencing new table as fresh for each statement execute function statement_check_lines();
      create trigger statement_line_moved after update on statement_line
        referencing new table as fresh for each statement execute function statement_check_lines();

      alter table statement_line drop constraint statement_line_statement_id_fkey;
      alter table statement_line drop constraint statement_line_sale_line_id_fkey;
    `);
  }

  override down(): void {
    this.addSql(`
      alter table statement_line add constraint statement_line_statement_id_fkey foreign key (statement_id) references statement (id);
      alter table statement_line add constraint statement_line_sale_line_id_fkey foreign key (sale_line_id) references sale_line (id);
      drop trigger statement_line_written on statement_line;
      drop trigger statement_line_moved on statement_line;
      drop function statement_check_lines(), settlement_refuse_loss() cascade;
    `);
  }
}
