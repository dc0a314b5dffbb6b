import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * Trials too large to wait for (docs/adr/0029): what is tried, how far its job is, and what came out, with the moment it was read. No money: a
 * trial is kept so that a page can show it, and may be made again.
 */
export class Migration20261126000325 extends Migration {
  override up(): void {
    this.addSql(`
      create table money_trial (
        id text primary key,
        cooperative_id text not null,
        kind text not null check (kind in ('fees', 'dry_run')),
        -- All that the result follows from beside the books, and its hash: another input is another trial.
        input jsonb not null,
        input_hash text not null,
        state text not null default 'asked' check (state in ('asked', 'done', 'refused')),
        lines bigint not null check (lines >= 0),
        lines_done bigint not null default 0 check (lines_done >= 0),
        -- Not jsonb: parties and deductions keep their order.
        result json,
        -- A code and a sentence.
        refusal jsonb,
        as_of timestamptz,
        asked_by text not null,
        message_id text,
        created_at timestamptz not null default now(),
        done_at timestamptz,
        constraint money_trial_whole check ((state = 'done') = (result is not null and as_of is not null)
          and (state = 'refused') = (refusal is not null) and (state = 'asked') = (done_at is null))
      );
      -- However often it is pressed, one is on its way.
      create unique index money_trial_one_asked on money_trial (cooperative_id, kind, input_hash) where state = 'asked';
      create index money_trial_newest on money_trial (cooperative_id, kind, input_hash, created_at desc, id desc);
    `);
  }

  override down(): void {
    this.addSql(`drop table if exists money_trial;`);
  }
}
