import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * A person at work may belong to several cooperatives, with a role in each: the membership row is what a request may do.
 * `coop_member` keeps the person; its id stays the actor id of the sign-in. A membership is ended, never deleted: what the
 * person signed stays theirs.
 */
export class Migration20261125000101 extends Migration {
  override up(): void {
    this.addSql(`
      create table membership (
        member_id text not null references coop_member (id),
        cooperative_id text not null references cooperative (id),
        role text not null check (role in ('manager', 'weigher', 'packer', 'accountant')),
        active boolean not null default true,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        primary key (member_id, cooperative_id)
      );
      create index membership_of_cooperative on membership (cooperative_id);
      insert into membership (member_id, cooperative_id, role, created_at)
        select id, cooperative_id, role, created_at from coop_member;

      alter table coop_member drop column cooperative_id, drop column role,
        add column phone_sealed text, add column phone_last4 text check (length(phone_last4) <= 4), add column phone_index text;
      create unique index coop_member_phone on coop_member (phone_index);
    `);
  }

  override down(): void {
    this.addSql(`
      alter table coop_member add column cooperative_id text references cooperative (id), add column role text,
        drop column phone_sealed, drop column phone_last4, drop column phone_index;
      update coop_member m set (cooperative_id, role) = (
        select s.cooperative_id, s.role from membership s where s.member_id = m.id order by s.created_at, s.cooperative_id limit 1);
      drop table membership;
    `);
  }
}
