import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * Packs that fall short may be filled with another grade, when their buyer agrees. `short_offer` is what is asked now;
 * `short_consent` is what was agreed to, for ever: nothing is allocated across pools without one. An allocation of another
 * pool than was ordered names the one that was.
 */
export class Migration20261126000090 extends Migration {
  override up(): void {
    this.addSql(`
      alter table pool drop constraint pool_short_policy_check;
      alter table pool add constraint pool_short_policy_check
        check (short_policy in ('substitute', 'refund', 'wait', 'split', 'other_grade'));
      alter table pool add column short_other_pool_id text references pool (id);
      alter table pool add constraint pool_short_other check (
        short_other_pool_id is distinct from id and (short_policy <> 'other_grade' or short_other_pool_id is not null));

      alter table short_policy_change drop constraint short_policy_change_policy_check;
      alter table short_policy_change add constraint short_policy_change_policy_check
        check (policy in ('substitute', 'refund', 'wait', 'split', 'other_grade'));
      alter table short_policy_change add column other_pool_id text references pool (id);

      alter table short drop constraint short_policy_check;
      alter table short add constraint short_policy_check
        check (policy in ('substitute', 'refund', 'wait', 'split', 'other_grade'));

      -- What a question is about: a change that silence agrees to, or another grade, to which it does not.
      alter table short_question add column about text not null default 'change' check (about in ('change', 'other_grade'));

      alter table allocation add column ordered_pool_id text references pool (id);
      alter table allocation add constraint allocation_ordered_another check (ordered_pool_id is distinct from pool_id);
      create index allocation_of_other_grade on allocation (order_line_id) where ordered_pool_id is not null;

      create table short_offer (
        short_id text not null references short (id),
        order_line_id text not null,
        order_id text not null,
        pool_id text not null references pool (id),
        packs bigint not null check (packs > 0),
        pack_units bigint not null check (pack_units > 0),
        currency text not null,
        from_minor bigint not null check (from_minor > 0),
        from_units bigint not null check (from_units > 0),
        to_minor bigint not null check (to_minor > 0),
        to_units bigint not null check (to_units > 0),
        back_minor bigint not null check (back_minor >= 0),
        primary key (short_id, order_line_id)
      );

      create table short_consent (
        short_id text not null references short (id),
        order_line_id text not null,
        order_id text not null,
        pool_id text not null references pool (id),
        packs bigint not null check (packs > 0),
        units bigint not null check (units > 0),
        from_minor bigint not null check (from_minor > 0),
        from_units bigint not null check (from_units > 0),
        to_minor bigint not null check (to_minor > 0),
        to_units bigint not null check (to_units > 0),
        token text not null references short_question (token),
        agreed_at timestamptz not null default now(),
        primary key (short_id, order_line_id)
      );
      create index short_consent_of_line on short_consent (order_line_id);
      create index short_consent_of_order on short_consent (order_id);
      create trigger short_consent_append_only before update or delete on short_consent for each row execute function refuse_change();
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists short_consent, short_offer;
      alter table allocation drop column if exists ordered_pool_id;
      alter table short_question drop column if exists about;
      alter table short_policy_change drop column if exists other_pool_id;
      update pool set short_policy = 'substitute' where short_policy = 'other_grade';
      alter table pool drop column if exists short_other_pool_id;
    `);
  }
}
