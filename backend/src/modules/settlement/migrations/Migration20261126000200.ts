import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * Fee policies by two people (docs/adr/0029): what a version says beside its rates, whose goods it is of and until when; proposals,
 * which end once; and on the line of a sale what was sold, who sold it, and what its boxes cost before any rule.
 */
export class Migration20261126000200 extends Migration {
  override up(): void {
    this.addSql(`
      alter table fee_policy
        -- Rates of one product; null for all goods of the cooperative.
        add column product_id text,
        add column valid_until timestamptz,
        add column freight_rule text not null default 'pooled' check (freight_rule in ('pooled', 'actual', 'buyer_pays')),
        add column tax_treatment text not null default 'set_apart' check (tax_treatment in ('set_apart', 'exempt')),
        add column holdback_release text not null default 'after_days' check (holdback_release in ('after_days', 'period_close')),
        add column holdback_days integer not null default 30 check (holdback_days between 0 and 365),
        -- Who sells to the buyer; counts in versions of all goods only.
        add column seller text not null default 'cooperative' check (seller in ('cooperative', 'platform')),
        add column confirmed_by text,
        add constraint fee_policy_dates check (valid_until is null or valid_from < valid_until),
        add constraint fee_policy_two_people check (confirmed_by is null or confirmed_by <> published_by);

      create table fee_policy_proposal (
        id text primary key,
        cooperative_id text not null,
        product_id text,
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        platform_bp integer not null check (platform_bp >= 0),
        cooperative_bp integer not null check (cooperative_bp >= 0),
        agent_bp integer not null check (agent_bp >= 0),
        packing_minor_per_kg bigint not null check (packing_minor_per_kg >= 0),
        freight_rule text not null check (freight_rule in ('pooled', 'actual', 'buyer_pays')),
        tax_treatment text not null check (tax_treatment in ('set_apart', 'exempt')),
        holdback_bp integer not null check (holdback_bp between 0 and 10000),
        holdback_release text not null check (holdback_release in ('after_days', 'period_close')),
        holdback_days integer not null check (holdback_days between 0 and 365),
        hold_days integer not null check (hold_days between 0 and 365),
        minimum_payout_minor bigint not null check (minimum_payout_minor >= 0),
        seller text not null check (seller in ('cooperative', 'platform')),
        from_day date not null,
        until_day date,
        time_zone text not null,
        reason text not null check (length(reason) between 2 and 1000),
        by_operator boolean not null,
        proposed_by text not null,
        proposed_at timestamptz not null default now(),
        state text not null default 'proposed' check (state in ('proposed', 'confirmed', 'rejected', 'withdrawn')),
        decided_by text,
        decided_at timestamptz,
        decided_words text,
        policy_id text unique references fee_policy (id),
        constraint fee_policy_proposal_within_whole check (platform_bp + cooperative_bp + agent_bp <= 10000),
        constraint fee_policy_proposal_dates check (until_day is null or from_day < until_day),
        constraint fee_policy_proposal_decided check ((state = 'proposed') = (decided_by is null) and (decided_by is null) = (decided_at is null)),
        constraint fee_policy_proposal_published check ((state = 'confirmed') = (policy_id is not null)),
        -- Maker is not checker.
        constraint fee_policy_proposal_two_people check (state in ('proposed', 'withdrawn') or decided_by <> proposed_by)
      );
      -- One at a time for the same goods, or the second would be decided without knowing the first.
      create unique index fee_policy_proposal_waits on fee_policy_proposal (cooperative_id, currency, coalesce(product_id, '')) where state = 'proposed';
      create index fee_policy_proposal_of_cooperative on fee_policy_proposal (cooperative_id, proposed_at desc, id desc);

      create function fee_policy_proposal_keeps_terms() returns trigger language plpgsql as $$
      begin
        if tg_op = 'UPDATE' and old.state = 'proposed'
           and to_jsonb(new) - array['state', 'decided_by', 'decided_at', 'decided_words', 'policy_id']
             = to_jsonb(old) - array['state', 'decided_by', 'decided_at', 'decided_words', 'policy_id'] then
          return new;
        end if;
        raise exception 'fee_policy_proposal is append-only: it is decided once, and never changed' using errcode = 'restrict_violation';
      end $$;
      create trigger fee_policy_proposal_terms before update or delete on fee_policy_proposal
        for each row execute function fee_policy_proposal_keeps_terms();
      create trigger fee_policy_proposal_no_truncate before truncate on fee_policy_proposal for each statement execute function ledger_refuse_change();

      alter table sale_line
        add column product_id text,
        add column seller text not null default 'cooperative' check (seller in ('cooperative', 'platform')),
        -- What the boxes of this line cost, before the freight rule; null on lines divided before it was kept.
        add column freight_cost_minor bigint check (freight_cost_minor >= 0);

      create index sale_line_posted on sale_line (cooperative_id, posted_at, order_id) where posted_at is not null;

      -- Lots of a divided line without a row of money: they got nothing, or their price pool did. They weigh in when the line is
      -- divided on paper by other rates.
      create table sale_line_unpaid_lot (
        sale_line_id text not null references sale_line (id),
        lot_id text not null,
        household_id text not null,
        grams bigint not null check (grams >= 0),
        primary key (sale_line_id, lot_id)
      );
      create trigger sale_line_unpaid_lot_append_only before update or delete on sale_line_unpaid_lot for each row execute function ledger_refuse_change();
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists sale_line_unpaid_lot, fee_policy_proposal cascade;
      drop function if exists fee_policy_proposal_keeps_terms() cascade;
      drop index if exists sale_line_posted;
      alter table sale_line drop column if exists product_id, drop column if exists seller, drop column if exists freight_cost_minor;
      alter table fee_policy drop column if exists product_id, drop column if exists valid_until, drop column if exists freight_rule,
        drop column if exists tax_treatment, drop column if exists holdback_release, drop column if exists holdback_days,
        drop column if exists seller, drop column if exists confirmed_by;
    `);
  }
}
