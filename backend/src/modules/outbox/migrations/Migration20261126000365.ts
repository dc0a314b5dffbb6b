import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * Tells who listens on `shop` what the shop's pages show differently since this commit (docs/adr/0039). `shop_watch` sets a table's
 * triggers: by name, because Medusa's own tables may be made after this one.
 */
export class Migration20261126000365 extends Migration {
  override up(): void {
    this.addSql(`
      -- Arguments in pairs: a prefix and the column whose values stand behind it; no column: the prefix is the whole tag.
      create function shop_changed() returns trigger language plpgsql as $$
      declare
        told text[] := '{}';
        found text[];
      begin
        for i in 0 .. tg_nargs / 2 - 1 loop
          if tg_argv[2 * i + 1] = '' then
            if exists (select from changed) then told := told || tg_argv[2 * i]; end if;
            continue;
          end if;
          execute format('select array_agg(tag) from (select distinct %L || %I as tag from changed where %2$I is not null limit 51) t',
                         tg_argv[2 * i], tg_argv[2 * i + 1]) into found;
          -- An import of thousands is told as one: a message has 8,000 bytes.
          if cardinality(found) > 50 then found := array[tg_argv[2 * i] || '*']; end if;
          told := told || coalesce(found, '{}');
        end loop;
        if told <> '{}' then perform pg_notify('shop', array_to_string(told, ' ')); end if;
        return null;
      exception when undefined_column then
        -- A table that has changed must never keep anybody from writing to it.
        perform pg_notify('shop', '*');
        return null;
      end $$;

      -- Sets the triggers of one table, once; false where there is no such table.
      create function shop_watch(watched text, args text[]) returns boolean language plpgsql as $$
      declare
        mark text := 'shop_' || left(md5(array_to_string(args, ',')), 8);
        said text := (select string_agg(quote_literal(a), ', ' order by n) from unnest(args) with ordinality x (a, n));
        old record;
      begin
        if to_regclass(quote_ident(watched)) is null then return false; end if;
        if exists (select from pg_trigger where tgrelid = to_regclass(quote_ident(watched)) and tgname = mark || '_insert') then
          return true;
        end if;
        for old in select tgname from pg_trigger
                   where tgrelid = to_regclass(quote_ident(watched)) and tgfoid = 'shop_changed'::regproc loop
          execute format('drop trigger %I on %I', old.tgname, watched);
        end loop;
        execute format('create trigger %I after insert on %I referencing new table as changed for each statement execute function shop_changed(%s)',
                       mark || '_insert', watched, said);
        execute format('create trigger %I after update on %I referencing new table as changed for each statement execute function shop_changed(%s)',
                       mark || '_update', watched, said);
        execute format('create trigger %I after delete on %I referencing old table as changed for each statement execute function shop_changed(%s)',
                       mark || '_delete', watched, said);
        return true;
      end $$;
    `);
  }

  override down(): void {
    this.addSql(`
      drop function if exists shop_watch(text, text[]);
      drop function if exists shop_changed() cascade;
    `);
  }
}
