import { createHash } from "node:crypto";
import {
  ok,
  proofFiguresHash,
  proofFiguresOf,
  proofLack,
  proofText,
  refuse,
  type ProofFigures,
  type ProofLack,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { dayIn, HOME_TZ } from "../../lib/today";
import { isSigned, ProofKey } from "../../lib/proof-key";
import { inTransaction, row, rows, type Sql } from "../../lib/sql";
import type { Words } from "../../lib/words";
import { newId } from "./ids";
import { gramsOf, partsOf, saleOf, sharesOf, takenBackOf } from "./proof-sums";
import { holdDaysOfOrder } from "./queries";

/** What a proof says in words and other modules know: of Medusa's order, our cooperatives, villages and claims. */
export interface ProofWords {
  readonly order_number: number;
  readonly placed_on: string;
  readonly buyer: string | null;
  readonly lines: ReadonlyMap<string, { title: string; pack: string; packs: number }>;
  readonly villages: ReadonlyMap<string, Words>;
  readonly cooperatives: ReadonlyMap<string, Words>;
  /** Claims about parcels of this order. */
  readonly claim_ids: readonly string[];
}

export interface ProofRow {
  id: string;
  order_id: string;
  version: number;
  number: string;
  text: string;
  sha256: string;
  figures_sha256: string;
  signature: string;
  public_key: string;
  currency: string;
  paid_minor: string;
  households_minor: string;
  taken_back_minor: string;
  households: number;
  issued_at: Date;
}

/** What somebody finds by a hash. */
export interface FoundProof {
  proof: ProofRow;
  /** The newest version of the same order's. */
  latest: number;
  /** What the hash is of; null: of the proof's own text. */
  file: { kind: ProofFileKind; language: "zh" | "en" } | null;
  /** The text has its hash, and its signature is of whoever had the key. */
  holds: boolean;
}

export const PROOF_FILES = ["pdf", "csv"] as const;
export type ProofFileKind = (typeof PROOF_FILES)[number];

const PROOF = `p.id, p.order_id, p.version, p.number, p.text, p.sha256, p.figures_sha256, p.signature, p.public_key, p.currency,
  p.paid_minor, p.households_minor, p.taken_back_minor, p.households, p.issued_at`;

const LACKS: Readonly<Record<ProofLack, string>> = {
  not_paid: "The payment has not been taken yet: there is nothing to prove. Look again when it has.",
  not_delivered: "The goods have not all arrived yet: the money is divided after that, and then there is a proof.",
  not_divided:
    "The money is not divided yet: that is done when all goods have arrived and the days for complaints are over. Ask again then.",
  withdrawn: "This order was taken back: there is nothing to prove.",
  paid_by_claim: "A claim paid for these goods. The proof of the order they replace says what its households got.",
};

/** Proofs of benefit: what of an order's money its households got, signed, and found again by its hash (docs/adr/0056). */
export class Proofs {
  private key: ProofKey | undefined;

  constructor(private readonly sql: Knex) {}

  private get keys(): ProofKey {
    return (this.key ??= new ProofKey());
  }

  /** Of an order, the newest first. */
  ofOrder(order_id: string): Promise<ProofRow[]> {
    return rows<ProofRow>(
      this.sql,
      `select ${PROOF} from benefit_proof p where p.order_id = ? order by p.version desc limit 100`,
      [order_id],
    );
  }

  /** What is missing for a proof, and from when it may be there; null: nothing. */
  async lackOf(order_id: string, delivered_at: Date | null): Promise<ReturnType<typeof proofLack>> {
    const [sale, hold_days] = await Promise.all([saleOf(this.sql, order_id), holdDaysOfOrder(this.sql, order_id)]);
    return proofLack({
      captured: sale !== undefined && !sale.owed,
      divided: sale?.posted_at != null,
      withdrawn: sale?.withdrawn_at != null,
      by_claim: sale?.claim_id != null,
      delivered_at,
      hold_days,
    });
  }

  /** The households that a proof of this order is about; empty before its money is divided. */
  async householdsOf(order_id: string): Promise<string[]> {
    return [...new Set((await sharesOf(this.sql, order_id)).map((one) => one.household_id))];
  }

  /** What a new version would say. */
  figures(order_id: string, words: ProofWords): Promise<Result<ProofFigures, Refusal>> {
    return this.figures_(this.sql, order_id, words);
  }

  /** The next version, unless the last one says the same: that is it then. Whoever presses at the same time gets the same. */
  issue(order_id: string, words: ProofWords, issued_by: string, now = new Date()): Promise<Result<ProofRow, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const sale = await saleOf(tx, order_id, "for update");
      const lack = proofLack({
        captured: sale !== undefined && !sale.owed,
        divided: sale?.posted_at != null,
        withdrawn: sale?.withdrawn_at != null,
        by_claim: sale?.claim_id != null,
        delivered_at: new Date(0),
        hold_days: 0,
      });
      if (lack !== null) return refuse(`proof_${lack.lack}`, LACKS[lack.lack]);
      const figures = await this.figures_(tx, order_id, words);
      if (!figures.ok) return figures;
      const last = await row<ProofRow>(
        tx,
        `select ${PROOF} from benefit_proof p where p.order_id = ? order by p.version desc limit 1`,
        [order_id],
      );
      const figures_sha256 = proofFiguresHash(figures.value);
      if (last?.figures_sha256 === figures_sha256) return ok(last);
      const version = (last?.version ?? 0) + 1;
      const number = `${words.order_number}-${version}`;
      const text = proofText(figures.value, { number, version, issued_at: now.toISOString() });
      const { totals, currency, rows: shares } = figures.value;
      const written = await row<ProofRow>(
        tx,
        `insert into benefit_proof as p (id, order_id, version, number, text, sha256, figures_sha256, signature, public_key, currency, paid_minor,
           households_minor, taken_back_minor, households, issued_by, issued_at)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning ${PROOF}`,
        [
          newId("proof"),
          order_id,
          version,
          number,
          text,
          sha256(text),
          figures_sha256,
          this.keys.sign(text),
          this.keys.public_key,
          currency,
          totals.paid_minor.toString(),
          totals.households_minor.toString(),
          totals.taken_back_minor.toString(),
          shares.length,
          issued_by,
          now,
        ],
      );
      if (!written) throw new Error("a proof was not written");
      return ok(written);
    });
  }

  /** A file leaves the house: from now on its hash leads to its proof. Handed out again it is known. */
  async handedOut(
    proof_id: string,
    file: { kind: ProofFileKind; language: "zh" | "en"; bytes: Buffer },
  ): Promise<void> {
    await rows(
      this.sql,
      `insert into benefit_proof_file (sha256, proof_id, kind, language) values (?, ?, ?, ?) on conflict do nothing`,
      [sha256(file.bytes), proof_id, file.kind, file.language],
    );
  }

  /** By the hash of its text, or of a file that was handed out. */
  async byHash(hash: string): Promise<FoundProof | undefined> {
    const found = await row<ProofRow & { kind: ProofFileKind | null; language: "zh" | "en" | null; latest: number }>(
      this.sql,
      `select ${PROOF}, x.kind, x.language, (select max(version) from benefit_proof where order_id = p.order_id) as latest
       from (select id as proof_id, null as kind, null as language from benefit_proof where sha256 = ?
             union all select proof_id, kind, language from benefit_proof_file where sha256 = ? limit 1) x
       join benefit_proof p on p.id = x.proof_id`,
      [hash, hash],
    );
    if (!found) return undefined;
    const { kind, language, latest, ...proof } = found;
    return {
      proof,
      latest,
      file: kind === null || language === null ? null : { kind, language },
      holds: sha256(proof.text) === proof.sha256 && isSigned(proof.text, proof),
    };
  }

  /** The keys that proofs are signed with: today's, and those of before. */
  async publicKeys(): Promise<{ public_key: string; current: boolean }[]> {
    const current = this.keys.public_key;
    const used = await rows<{ public_key: string }>(
      this.sql,
      `with recursive k as (
         (select public_key from benefit_proof order by public_key limit 1)
         union all
         select (select p.public_key from benefit_proof p where p.public_key > k.public_key order by p.public_key limit 1) from k
         where k.public_key is not null)
       select public_key from k where public_key is not null`,
    );
    return [current, ...used.map((one) => one.public_key).filter((one) => one !== current)].map((public_key) => ({
      public_key,
      current: public_key === current,
    }));
  }

  private async figures_(sql: Sql, order_id: string, words: ProofWords): Promise<Result<ProofFigures, Refusal>> {
    const sale = await saleOf(sql, order_id);
    const [shares, taken, parts, grams] = await Promise.all([
      sharesOf(sql, order_id),
      takenBackOf(sql, words.claim_ids),
      partsOf(sql, order_id),
      gramsOf(sql, order_id),
    ]);
    const nobody: Words = { zh: "", en: "" };
    const before = new Set<string>();
    return proofFiguresOf(
      {
        order_number: words.order_number,
        placed_on: words.placed_on,
        divided_on: dayIn(HOME_TZ, sale?.posted_at ?? new Date(0)),
        currency: sale?.currency ?? "",
        buyer: words.buyer,
        goods: [...grams].map(([order_line_id, line_grams]) => ({
          ...(words.lines.get(order_line_id) ?? { title: "", pack: "", packs: 0 }),
          grams: line_grams,
        })),
      },
      shares.map(({ household_id, cooperative_id, ...share }) => {
        // A household that gave by two cooperatives has two rows; what was taken back of it stands on the first.
        const first = !before.has(household_id);
        before.add(household_id);
        return {
          ...share,
          household: this.keys.nameOf(order_id, household_id),
          village: words.villages.get(household_id) ?? nobody,
          cooperative: words.cooperatives.get(cooperative_id) ?? nobody,
          taken_back_minor: first ? (taken.get(household_id) ?? 0n) : 0n,
        };
      }),
      parts,
    );
  }
}

const sha256 = (of: string | Buffer): string => createHash("sha256").update(of).digest("hex");
