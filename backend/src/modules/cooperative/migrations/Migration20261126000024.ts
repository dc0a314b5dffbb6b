import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * member_invite: somebody is asked to work in a cooperative; the link goes to them alone, sealed until it is sent, kept as a
 * keyed hash. team_event: who changed the team, and how; append-only.
 */
export class Migration20261126000024 extends Migration {
  override up(): void {
    this.addSql(`
      -- A member may have a phone and no e-mail.
      alter table coop_member alter column email drop not null,
        add constraint coop_member_reached check (num_nonnulls(email, phone_index) > 0);

      create table member_invite (
        id text primary key,
        cooperative_id text not null references cooperative (id),
        name text not null,
        email text,
        phone_sealed text,
        phone_last4 text check (length(phone_last4) <= 4),
        role text not null check (role in ('manager', 'weigher', 'packer', 'accountant')),
        token_hash text not null unique,
        message_sealed text,
        invited_by text not null,
        created_at timestamptz not null default now(),
        expires_at timestamptz not null,
        sent_at timestamptz,
        accepted_at timestamptz,
        accepted_by text references coop_member (id),
        withdrawn_at timestamptz,
        constraint member_invite_one_contact check (num_nonnulls(email, phone_sealed) = 1 and (phone_sealed is null) = (phone_last4 is null)),
        constraint member_invite_accepted check ((accepted_at is null) = (accepted_by is null)),
        constraint member_invite_ends_once check (accepted_at is null or withdrawn_at is null),
        constraint member_invite_sent_is_blank check (sent_at is null or message_sealed is null)
      );
      create index member_invite_of on member_invite (cooperative_id, created_at desc, id desc);

      create table team_event (
        id text primary key,
        cooperative_id text not null references cooperative (id),
        actor_id text not null,
        actor_name text not null,
        act text not null check (act in ('invited', 'withdrawn', 'joined', 'role_changed', 'ended')),
        about_name text not null,
        role_before text,
        role_after text,
        at timestamptz not null default clock_timestamp()
      );
      create index team_event_of on team_event (cooperative_id, at desc, id desc);
      create trigger team_event_append_only before update or delete on team_event for each row execute function people_refuse_change();
      create trigger team_event_kept before truncate on team_event for each statement execute function people_refuse_change();
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists team_event, member_invite;
      alter table coop_member drop constraint coop_member_reached;
    `);
  }
}
