import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * Shorts and recalls. A short is one entry (goods lost, a parcel lost); what it changed is kept row by row, so that it can
 * be undone exactly and read for ever. A recall blocks a lot: its free units stand in a hold of their own, so they are
 * neither sold nor allocated.
 */
export class Migration20261125000140 extends Migration {
  override up(): void {
    this.addSql(`
      alter table pool add column short_policy text not null default 'substitute'
        check (short_policy in ('substitute', 'refund'));

      alter table hold drop constraint hold_kind_check;
      alter table hold add constraint hold_kind_check check (kind in ('cart', 'quote', 'preorder', 'recall', 'short'));

      create sequence short_number;
      create table short (
        id text primary key,
        number text not null unique default 'SH' || lpad(nextval('short_number')::text, 6, '0'),
        cooperative_id text not null,
        kind text not null check (kind in ('lot_spoiled', 'weight_lower', 'culled', 'parcel_lost', 'recalled')),
        state text not null default 'entered' check (state in (
          'entered', 'waiting_for_buyer', 'previewed', 'applying', 'applied', 'undoing', 'dropped', 'undone', 'closed')),
        lot_id text references lot (id),
        units bigint check (units > 0),
        order_id text,
        parcel_id text,
        policy text check (policy in ('substitute', 'refund')),
        restock boolean not null default false,
        reason text not null,
        entered_by text not null,
        decided_by text,
        decided_at timestamptz,
        undone_by text,
        -- Why an attempt came to nothing, as a code that the pages put into words.
        problem text,
        -- As it was shown: what was decided, the hash that an attempt to apply must meet again, and what the page tells.
        plan jsonb,
        plan_hash text,
        view jsonb,
        previewed_at timestamptz,
        -- Counts applying and undoing: each try has its own name in the other rooms.
        attempt int not null default 0,
        -- All steps of the last move (apply, undo, close) are done, in every module.
        finished_at timestamptz,
        idempotency_key text not null unique,
        input_hash text not null,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint short_of_something check ((kind = 'parcel_lost') = (parcel_id is not null)),
        constraint short_of_a_lot_has_units check (kind = 'parcel_lost' or (lot_id is not null and units is not null)),
        constraint short_decided check (state in ('entered', 'waiting_for_buyer', 'previewed') or decided_by is not null)
      );
      create index short_of_cooperative on short (cooperative_id, created_at desc, id desc);
      create index short_of_lot on short (lot_id) where lot_id is not null;

      create table short_share (
        short_id text not null references short (id),
        order_id text not null,
        order_line_id text not null,
        pool_id text not null references pool (id),
        lot_id text not null references lot (id),
        household_id text not null,
        units_before bigint not null check (units_before >= 0),
        units_after bigint not null check (units_after >= 0),
        why_before jsonb,
        primary key (short_id, order_line_id, lot_id)
      );
      create index short_share_of_lot on short_share (lot_id);

      create table short_line (
        short_id text not null references short (id),
        order_id text not null,
        order_line_id text not null,
        pool_id text not null,
        packs bigint not null check (packs >= 0),
        pack_units bigint not null check (pack_units > 0),
        after_handover boolean not null,
        goods_minor bigint not null check (goods_minor >= 0),
        freight_minor bigint not null check (freight_minor >= 0),
        tax_minor bigint not null check (tax_minor >= 0 and tax_minor <= goods_minor + freight_minor),
        primary key (short_id, order_line_id)
      );
      create index short_line_of_order on short_line (order_id);

      create table short_drop (
        short_id text not null,
        order_line_id text not null,
        destination_id text not null,
        packs bigint not null check (packs > 0),
        primary key (short_id, order_line_id, destination_id),
        foreign key (short_id, order_line_id) references short_line (short_id, order_line_id)
      );

      create table short_loss (
        short_id text not null references short (id),
        lot_id text not null references lot (id),
        units bigint not null check (units > 0),
        goods text not null check (goods in ('lost', 'aside')),
        primary key (short_id, lot_id)
      );

      -- A wholesale buyer is asked first: one question an order.
      create table short_question (
        short_id text not null references short (id),
        order_id text not null,
        token text not null unique,
        asked_at timestamptz not null default now(),
        answer text check (answer in ('accept', 'decline')),
        answered_at timestamptz,
        primary key (short_id, order_id),
        constraint short_question_answered check ((answer is null) = (answered_at is null))
      );
      create index short_question_of_order on short_question (order_id);

      ${["short_share", "short_line", "short_drop", "short_loss"]
        .map(
          (table) =>
            `create trigger ${table}_append_only before update or delete on ${table} for each row execute function refuse_change();`,
        )
        .join("\n      ")}

      create sequence recall_number;
      create table recall (
        id text primary key,
        number text not null unique default 'RC' || lpad(nextval('recall_number')::text, 6, '0'),
        cooperative_id text not null,
        lot_id text not null references lot (id),
        state text not null default 'open' check (state in ('open', 'released', 'wasted')),
        reason text not null,
        /* What buyers and households are told. */
        advice text not null,
        opened_by text not null,
        ended_by text,
        ended_reason text,
        notified_at timestamptz,
        idempotency_key text not null unique,
        input_hash text not null,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint recall_ended check ((state = 'open') = (ended_by is null))
      );
      create unique index recall_open_of_lot on recall (lot_id) where state = 'open';
      create index recall_of_cooperative on recall (cooperative_id, created_at desc, id desc);

      alter table lot add column blocked_at timestamptz;
      create index lot_blocked on lot (pool_id) where blocked_at is not null;
    `);
  }

  override down(): void {
    this.addSql(`
      alter table lot drop column if exists blocked_at;
      drop table if exists recall, short_question, short_loss, short_drop, short_line, short_share, short cascade;
      drop sequence if exists recall_number, short_number;
      delete from hold_line where hold_id in (select id from hold where kind in ('recall', 'short'));
      delete from hold where kind in ('recall', 'short');
      alter table hold drop constraint hold_kind_check;
      alter table hold add constraint hold_kind_check check (kind in ('cart', 'quote', 'preorder'));
      alter table pool drop column if exists short_policy;
    `);
  }
}
