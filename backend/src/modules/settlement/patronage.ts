import {
  PATRONAGE_SHARE_BP,
  proposedSurplus,
  type Patronage,
  type PatronageBasis,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { atKey, placeOf } from "../../lib/keyset";
import { inTransaction, row, rows } from "../../lib/sql";
import { askReversal_, confirmReversal_, decide_, propose_, worked, type PatronageTermsInput } from "./patronage-acts";
import { surplusOf, type PatronageYear, type Surplus } from "./patronage-facts";
import { patronageRun, sharesOf, type PatronageRunRow, type PatronageShareRow } from "./patronage-runs";
import { asResult } from "./refusals";

/** A household's refund of a year, as its own page tells it. */
export interface HouseholdPatronage extends PatronageShareRow {
  run_id: string;
  year: number;
  currency: string;
  basis: PatronageBasis;
  total_units: string;
  refund_minor: string;
  state: "posted" | "reversed";
}

/** Years of one household on a page. */
const YEARS = 50;

/**
 * The year-end patronage refund (docs/adr/0034): proposed by one person from what the ledger has, posted whole by another, told on the
 * next statements. A mistake is mended by a reverse journal, while no statement tells of it.
 */
export class PatronageRefunds {
  constructor(private readonly sql: Knex) {}

  /** What the year brought and what is there, with the share that the last refund had: for whoever begins a proposal. */
  async standing(of: PatronageYear): Promise<Surplus & { proposed_minor: bigint; share_bp: number }> {
    const surplus = await surplusOf(this.sql, of);
    const last = await row<{ share_bp: number }>(
      this.sql,
      `select share_bp from patronage_run where cooperative_id = ? and state <> 'dropped' order by at desc, id desc limit 1`,
      [of.cooperative_id],
    );
    return { ...surplus, proposed_minor: proposedSurplus(surplus), share_bp: last?.share_bp ?? PATRONAGE_SHARE_BP };
  }

  /** What each household would get; nothing is written. */
  preview(input: PatronageTermsInput): Promise<Result<Patronage, Refusal>> {
    return asResult(async () => (await worked(this.sql, input)).patronage);
  }

  propose(input: PatronageTermsInput & { words: string; person: string }): Promise<Result<PatronageRunRow, Refusal>> {
    return asResult(() => inTransaction(this.sql, (tx) => propose_(tx, input)));
  }

  /** The second person's word: posts all of it, or nothing. The maker may only drop it. */
  decide(input: {
    run_id: string;
    cooperative_id: string;
    decision: "confirmed" | "dropped";
    words: string;
    person: string;
    is_manager: boolean;
  }): Promise<Result<PatronageRunRow, Refusal>> {
    return asResult(() => inTransaction(this.sql, (tx) => decide_(tx, input)));
  }

  /** Asks that a posted refund be taken back; a second person confirms it. */
  askReversal(input: {
    run_id: string;
    cooperative_id: string;
    words: string;
    person: string;
  }): Promise<Result<PatronageRunRow, Refusal>> {
    return asResult(() => inTransaction(this.sql, (tx) => askReversal_(tx, input)));
  }

  /** Reverse journals for all of it, while no statement tells of it. */
  confirmReversal(input: {
    run_id: string;
    cooperative_id: string;
    person: string;
    is_manager: boolean;
  }): Promise<Result<PatronageRunRow, Refusal>> {
    return asResult(() => inTransaction(this.sql, (tx) => confirmReversal_(tx, input)));
  }

  run(run_id: string, cooperative_id: string): Promise<Result<PatronageRunRow, Refusal>> {
    return asResult(() => patronageRun(this.sql, run_id, cooperative_id));
  }

  list(input: { cooperative_id: string; cursor?: string | undefined; limit: number }) {
    const place = placeOf(input.cursor);
    return rows<PatronageRunRow & { at_key: string }>(
      this.sql,
      `select *, ${atKey("at")} from patronage_run where cooperative_id = ? and (at, id) < (?::timestamptz, ?)
       order by at desc, id desc limit ?`,
      [input.cooperative_id, place.at, place.id, input.limit],
    );
  }

  shares(of: { run_id: string; after: string; limit: number }): Promise<PatronageShareRow[]> {
    return sharesOf(this.sql, of);
  }

  /** Of one household, the newest year first: what was posted, and what was taken back again. */
  ofHousehold(household_id: string): Promise<HouseholdPatronage[]> {
    return rows<HouseholdPatronage>(
      this.sql,
      `select s.household_id, s.member, s.grams, s.value_minor, s.units, s.amount_minor, r.id as run_id, r.year, r.currency, r.basis, r.total_units,
              r.refund_minor, r.state
       from patronage_share s join patronage_run r on r.id = s.run_id
       where s.household_id = ? and r.state in ('posted', 'reversed') order by r.year desc, r.at desc limit ${YEARS}`,
      [household_id],
    );
  }
}
