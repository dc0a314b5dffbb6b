import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * Proof of benefit (docs/adr/0056). benefit_proof: what of an order's money its households got, as one text that nothing changes any more,
 * with its hash and signature; a later version replaces it and leaves it standing. benefit_proof_file: the hash of every file that was
 * handed out of it, so that whoever holds one finds its proof, also when a later house would print it otherwise.
 */
export class Migration20261128000620 extends Migration {
  override up(): void {
    this.addSql(`
      create table benefit_proof (
        id text primary key,
        order_id text not null,
        version int not null check (version > 0),
        number text not null unique,
        -- As it was signed, byte for byte.
        text text not null,
        sha256 text not null unique check (sha256 ~ '^[0-9a-f]{64}$'),
        -- Of what it says alone: the same again is no new version.
        figures_sha256 text not null check (figures_sha256 ~ '^[0-9a-f]{64}$'),
        signature text not null,
        public_key text not null,
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        paid_minor bigint not null check (paid_minor > 0),
        households_minor bigint not null check (households_minor >= 0),
        taken_back_minor bigint not null,
        households int not null check (households > 0),
        issued_by text not null,
        issued_at timestamptz not null,
        constraint benefit_proof_version unique (order_id, version)
      );

      -- Which keys have ever signed, without reading all proofs.
      create index benefit_proof_of_key on benefit_proof (public_key);

      create table benefit_proof_file (
        sha256 text primary key check (sha256 ~ '^[0-9a-f]{64}$'),
        proof_id text not null references benefit_proof (id),
        kind text not null check (kind in ('pdf', 'csv')),
        language text not null check (language in ('zh', 'en')),
        at timestamptz not null default now()
      );
      create index benefit_proof_file_of_proof on benefit_proof_file (proof_id);

      create function benefit_proof_stands() returns trigger language plpgsql as $$
      begin
        raise exception 'a proof is never changed: a new version replaces it' using errcode = 'restrict_violation';
      end $$;
      create trigger benefit_proof_stands before update or delete on benefit_proof for each row execute function benefit_proof_stands();
      create trigger benefit_proof_no_truncate before truncate on benefit_proof for each statement execute function benefit_proof_stands();
      create trigger benefit_proof_file_stands before update or delete on benefit_proof_file for each row execute function benefit_proof_stands();
      create trigger benefit_proof_file_no_truncate before truncate on benefit_proof_file for each statement execute function benefit_proof_stands();
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists benefit_proof_file, benefit_proof;
      drop function if exists benefit_proof_stands();
    `);
  }
}
