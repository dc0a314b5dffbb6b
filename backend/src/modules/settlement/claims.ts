import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import {
  bearClaim,
  claimAnswerJournal,
  claimShareJournal,
  packingOf,
  type ClaimCause,
  type ClaimShares,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import { inTransaction, row, rows, type Sql, type Transaction } from "../../lib/sql";
import { safeNumber } from "./amounts";
import { bearingOf, sourceOf, writeDeductions, type BearingRow } from "./claim-bearing";
import { correctAnswer_, type CorrectAnswerInput } from "./claim-correction";
import { fundReplacement, type FundInput } from "./claim-funding";
import { giveBack_ } from "./claim-give-back";
import { clawbackCap } from "./clawback-caps";
import { openClawbacks_ } from "./clawbacks";
import { reverse_ } from "./claim-reversal";
import { accountId } from "./ids";
import { journalOf, writeJournals } from "./ledger";
import { lockPayablesOf } from "./payables";
import { asResult } from "./refusals";
import { lockClaimMoney, shareReturned_ } from "./returned-goods";

export interface BearInput {
  claim_id: string;
  attempt: number;
  number: string;
  cooperative_id: string;
  currency: string;
  cause: ClaimCause;
  limit_minor: string | null;
  lots_bp: number;
  /** What the packs that are claimed hold of each lot. */
  lots: readonly { lot_id: string; household_id: string; weight: number }[];
}

export interface Borne {
  cost_minor: number;
  carrier_minor: number;
  cooperative_minor: number;
  /** Now and later together. */
  lots: { lot_id: string; household_id: string; amount_minor: number }[];
}

/** The money of claims: a replacement that is paid for, who bears what a claim cost, the carrier's answer; all of it once. */
export class ClaimMoney {
  constructor(private readonly sql: Knex) {}

  /** Pays for a replacement in its buyer's place; the sale is divided like any other when it has arrived. */
  fund(input: FundInput): Promise<Result<{ cost_minor: number }, Refusal>> {
    return asResult(() => inTransaction(this.sql, (tx) => fundReplacement(tx, input)));
  }

  /**
   * Shares what the claim has cost among those who bear it, by the rule of the domain. What a household is not owed any more
   * is taken from its later payouts (docs/adr/0031). Done before for this attempt: what was shared then.
   */
  bear(input: BearInput): Promise<Borne> {
    return inTransaction(this.sql, (tx) => bear_(tx, input));
  }

  /** Who would bear so much of a claim, for each cause that may be given; nothing is written or locked. */
  async wouldBear(
    input: Pick<BearInput, "cooperative_id" | "currency" | "limit_minor" | "lots_bp" | "lots"> & {
      cost_minor: bigint;
      causes: readonly ClaimCause[];
    },
  ) {
    const [most, cap] = await Promise.all([owedOf(this.sql, input), clawbackCap(this.sql, input.cooperative_id)]);
    return input.causes.map((cause) => {
      const shares = shared({ ...input, cause }, input.cost_minor, most, cap > 0);
      const carrier_minor = safeNumber(shares.carrier_minor.toString());
      const cooperative_minor = safeNumber(shares.cooperative_minor.toString());
      return {
        cause,
        carrier_minor,
        cooperative_minor,
        lots_minor: safeNumber(input.cost_minor.toString()) - carrier_minor - cooperative_minor,
      };
    });
  }

  /** Books what the carrier answered. Once: the same answer again changes nothing. */
  answer(input: { claim_id: string; attempt: number; number: string; paid_minor: string }): Promise<void> {
    return inTransaction(this.sql, async (tx) => {
      await lockClaimMoney(tx, [input.claim_id]);
      const bearing = await bearingOf(tx, input.claim_id, input.attempt);
      if (!bearing || bearing.reversed_at) throw new Error(`claim ${input.claim_id} was not shared`);
      if (bearing.answered_minor !== null || BigInt(bearing.carrier_minor) === 0n) return;
      const journal = journalOf(
        claimAnswerJournal({
          claim_id: input.claim_id,
          cooperative_id: bearing.cooperative_id,
          currency: bearing.currency,
          asked_minor: BigInt(bearing.carrier_minor),
          paid_minor: BigInt(input.paid_minor),
          memo: `Claim ${input.number}: the carrier answered`,
        }),
      );
      await writeJournals(tx, [{ journal, source_id: sourceOf(input) }]);
      await tx.raw(`update claim_bearing set answered_minor = ? where claim_id = ? and attempt = ?`, [
        input.paid_minor,
        input.claim_id,
        input.attempt,
      ]);
      await shareReturned_(tx, input.claim_id, bearing.currency);
    });
  }

  /** The carrier's answer was another one: the books reverse the earlier and have this. Once for a round of an attempt. */
  correctAnswer(input: CorrectAnswerInput): Promise<void> {
    return inTransaction(this.sql, (tx) => correctAnswer_(tx, input));
  }

  /**
   * A replacement that has not left is taken back: its funding and who bore it are reversed, journal by journal, and what lots
   * bore is given back. Refused once the carrier has answered (unless its order is gone already) or the replacement is divided. Once.
   */
  reverse(input: {
    claim_id: string;
    attempt: number;
    number: string;
    order_id: string;
    gone?: boolean;
  }): Promise<Result<void, Refusal>> {
    return asResult(() => inTransaction(this.sql, (tx) => reverse_(tx, input)));
  }

  /** After an objection: what a household's lots bore is the cooperative's. Once. */
  giveBack(input: Parameters<typeof giveBack_>[1]): ReturnType<typeof giveBack_> {
    return inTransaction(this.sql, (tx) => giveBack_(tx, input));
  }

  /** What lots of a household bore, newest first. */
  async ofHousehold(household_id: string): Promise<Deduction[]> {
    const found = await rows<Omit<Deduction, "amount_minor"> & { amount_minor: string }>(
      this.sql,
      `select claim_id, lot_id, currency, amount_minor, at from claim_deduction where household_id = ? order by at desc, id desc limit 100`,
      [household_id],
    );
    return found.map((one) => ({ ...one, amount_minor: safeNumber(one.amount_minor) }));
  }

  /** What a replacement was paid for with: its households, packing, freight. */
  async paidFor(order_id: string): Promise<{ households_minor: number; packing_minor: number; freight_minor: number }> {
    const lines = await rows<{ paid_minor: string; freight_paid_minor: string; grams: string; per_kg: string }>(
      this.sql,
      `select l.paid_minor, l.freight_paid_minor, l.grams, coalesce(p.packing_minor_per_kg, 0) as per_kg
       from sale_line l left join fee_policy p on p.id = l.policy_id where l.order_id = ?`,
      [order_id],
    );
    const sum = (of: (line: (typeof lines)[number]) => bigint) => lines.reduce((total, line) => total + of(line), 0n);
    const packing = sum((line) => packingOf(BigInt(line.per_kg), BigInt(line.grams)));
    const freight = sum((line) => BigInt(line.freight_paid_minor));
    return {
      households_minor: safeNumber(sum((line) => BigInt(line.paid_minor)) - packing - freight),
      packing_minor: safeNumber(packing),
      freight_minor: safeNumber(freight),
    };
  }

  /** Whether an order is a replacement that a claim pays for: its money is nobody's to refund. */
  async claimOf(order_id: string): Promise<string | undefined> {
    const sale = await row<{ claim_id: string | null }>(this.sql, `select claim_id from sale where order_id = ?`, [
      order_id,
    ]);
    return sale?.claim_id ?? undefined;
  }
}

export interface Deduction {
  claim_id: string;
  lot_id: string;
  currency: string;
  amount_minor: number;
  at: Date;
}

async function bear_(tx: Transaction, input: BearInput): Promise<Borne> {
  const { claim_id, attempt, cooperative_id, currency } = input;
  await lockClaimMoney(tx, [claim_id]);
  const done = await bearingOf(tx, claim_id, attempt);
  if (done) return borneOf(tx, input, done);
  const cost = await row<{ cost: string }>(
    tx,
    `select coalesce(sum(amount_minor), 0) as cost from posting where account_id = ?`,
    [accountId("claim", claim_id, currency)],
  );
  const cost_minor = BigInt(cost?.cost ?? 0);
  const most = input.cause === "goods" ? await lockOwed(tx, input) : new Map<string, bigint>();
  const claws_back = input.cause === "goods" && (await clawbackCap(tx, cooperative_id)) > 0;
  const shares = shared(input, cost_minor, most, claws_back);
  if (cost_minor > 0n) {
    const journal = journalOf(
      claimShareJournal({ claim_id, cooperative_id, currency, shares, memo: `Claim ${input.number}: who bears it` }),
    );
    await writeJournals(tx, [{ journal, source_id: sourceOf(input) }]);
  }
  const later_minor = shares.lots.reduce((sum, one) => sum + one.later_minor, 0n);
  const lots_minor = shares.lots.reduce((sum, one) => sum + one.amount_minor, later_minor);
  await tx.raw(
    `insert into claim_bearing (claim_id, attempt, cooperative_id, currency, cost_minor, carrier_minor, cooperative_minor, lots_minor, later_minor)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      claim_id,
      attempt,
      cooperative_id,
      currency,
      cost_minor.toString(),
      shares.carrier_minor.toString(),
      shares.cooperative_minor.toString(),
      lots_minor.toString(),
      later_minor.toString(),
    ],
  );
  const borne = shares.lots.map(({ lot: lot_id, household: household_id, ...one }) => ({
    ...one,
    lot_id,
    household_id,
  }));
  await writeDeductions(
    tx,
    input,
    borne.filter((one) => one.amount_minor > 0n),
  );
  await openClawbacks_(
    tx,
    input,
    borne.filter((one) => one.later_minor > 0n).map((one) => ({ ...one, amount_minor: one.later_minor })),
  );
  // Goods that came back may have been sold again before anybody decided.
  await shareReturned_(tx, claim_id, currency);
  const written = await bearingOf(tx, claim_id, attempt);
  if (!written) throw new Error(`claim ${claim_id} was not shared`);
  return borneOf(tx, input, written);
}

function shared(
  input: Pick<BearInput, "cause" | "limit_minor" | "lots_bp" | "lots">,
  cost_minor: bigint,
  most: ReadonlyMap<string, bigint>,
  claws_back: boolean,
): ClaimShares {
  const shares = bearClaim({
    cost_minor,
    claws_back,
    cause: input.cause,
    limit_minor: input.limit_minor,
    lots_bp: input.lots_bp,
    lots: input.lots.map(({ lot_id, household_id, weight }) => ({
      lot: lot_id,
      household: household_id,
      weight,
      most_minor: most.get(household_id) ?? 0n,
    })),
  });
  if (!shares.ok) throw new Error(shares.refusal.message);
  return shares.value;
}

/**
 * What households are owed, and neither a payout is on its way for nor a statement says that waits for its second person: taken from
 * under it, nobody of its period could be paid. Their accounts stay locked; read after that, so that a settlement is seen whole.
 */
async function lockOwed(tx: Transaction, input: BearInput): Promise<Map<string, bigint>> {
  const households = [...new Set(input.lots.map((one) => one.household_id))];
  await lockPayablesOf(tx, households);
  return owedOf(tx, input);
}

async function owedOf(sql: Sql, input: Pick<BearInput, "currency" | "lots">): Promise<Map<string, bigint>> {
  const households = [...new Set(input.lots.map((one) => one.household_id))];
  const found = await rows<{ party: string; owed: string }>(
    sql,
    `select a.party, -a.balance_minor - a.reserved_minor - coalesce((
         select sum(s.remaining_minor) from statement s join settlement_period p on p.id = s.period_id
         where s.household_id = a.party and s.currency = a.currency and p.state = 'settled' and s.remaining_minor > 0), 0) as owed
     from account a where a.kind = 'household_payable' and a.currency = ? and a.party = any(?)`,
    [input.currency, households],
  );
  return new Map(found.map(({ party, owed }) => [party, BigInt(owed) > 0n ? BigInt(owed) : 0n]));
}

async function borneOf(
  tx: Transaction,
  { claim_id, attempt }: { claim_id: string; attempt: number },
  bearing: BearingRow,
): Promise<Borne> {
  const lots = await rows<{ lot_id: string; household_id: string; amount_minor: string }>(
    tx,
    `select lot_id, household_id, sum(amount_minor) as amount_minor from (
       select lot_id, household_id, amount_minor from claim_deduction where claim_id = ? and attempt = ? and amount_minor > 0 and round = 0
       union all select lot_id, household_id, amount_minor from clawback where claim_id = ? and attempt = ?) x
     group by 1, 2 order by 1`,
    [claim_id, attempt, claim_id, attempt],
  );
  return {
    cost_minor: safeNumber(bearing.cost_minor),
    carrier_minor: safeNumber(bearing.carrier_minor),
    cooperative_minor: safeNumber(bearing.cooperative_minor),
    lots: lots.map((one) => ({ ...one, amount_minor: safeNumber(one.amount_minor) })),
  };
}
