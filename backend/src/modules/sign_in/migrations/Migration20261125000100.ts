import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * sign_in_guard: how often somebody guessed at a name, and until when it is locked; a row for names that don't exist too.
 * sign_in_code: the one live code of a phone. Names are blind indexes, codes keyed hashes, the text to send is sealed and
 * blanked once sent: a dump shows neither phone nor code.
 */
export class Migration20261125000100 extends Migration {
  override up(): void {
    this.addSql(`
      create table sign_in_guard (
        provider text not null,
        subject text not null,
        tries int not null check (tries >= 0),
        locks int not null default 0 check (locks >= 0),
        locked_until timestamptz,
        updated_at timestamptz not null default now(),
        primary key (provider, subject)
      );
      create index sign_in_guard_old on sign_in_guard (updated_at);

      create table sign_in_code (
        id text not null unique,
        subject text primary key,
        code_hash text not null,
        message_sealed text,
        sent_today int not null check (sent_today > 0),
        day date not null,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        sent_at timestamptz,
        used_at timestamptz,
        constraint sign_in_code_sent_is_blank check (sent_at is null or message_sealed is null)
      );
      create index sign_in_code_old on sign_in_code (expires_at);
    `);
  }

  override down(): void {
    this.addSql(`drop table if exists sign_in_code, sign_in_guard;`);
  }
}
