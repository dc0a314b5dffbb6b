import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * joint_agreement: one good that a company agrees on with several cooperatives, each by an agreement of its own (`agreement.joint_agreement_id`;
 * docs/adr/0070). Never changed: how it stands is what its agreements are. `joint_quote.joint_agreement_id`: the joint quote is a call-off of
 * several of them together, and each of its parts is one of an agreement.
 */
export class Migration20261128000745 extends Migration {
  override up(): void {
    this.addSql(`
      create sequence joint_agreement_number start 1001;
      create table joint_agreement (
        id text primary key,
        number text not null unique default 'JA-' || nextval('joint_agreement_number'),
        company_id text not null references company (id),
        asked_by text not null references company_member (id),
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        product_id text not null,
        variant_id text not null,
        title jsonb not null,
        pack jsonb not null,
        grade text not null,
        unit text not null check (unit in ('g', 'piece')),
        units_per_pack bigint not null check (units_per_pack > 0),
        packs int not null check (packs > 0),
        from_day date not null,
        to_day date not null,
        idempotency_key text not null,
        input_hash text not null,
        created_at timestamptz not null default now(),
        constraint joint_agreement_once unique (company_id, idempotency_key),
        constraint joint_agreement_season check (from_day <= to_day)
      );
      create index joint_agreement_of_company on joint_agreement (company_id, created_at desc, id desc);
      create trigger joint_agreement_append_only before update or delete on joint_agreement for each row execute function agreement_refuse_change();
      create trigger joint_agreement_kept before truncate on joint_agreement for each statement execute function agreement_refuse_change();

      alter table agreement add column joint_agreement_id text references joint_agreement (id);
      create unique index agreement_of_joint on agreement (joint_agreement_id, cooperative_id) where joint_agreement_id is not null;
      alter table joint_quote add column joint_agreement_id text references joint_agreement (id);
      create index joint_quote_of_agreement on joint_quote (joint_agreement_id, created_at desc, id desc) where joint_agreement_id is not null;
    `);
  }

  override down(): void {
    this.addSql(`
      drop index if exists joint_quote_of_agreement, agreement_of_joint;
      alter table joint_quote drop column if exists joint_agreement_id;
      alter table agreement drop column if exists joint_agreement_id;
      drop table if exists joint_agreement;
      drop sequence if exists joint_agreement_number;
    `);
  }
}
