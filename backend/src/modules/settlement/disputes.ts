import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import {
  disputeBooks,
  disputeJournal,
  mergeDispute,
  reverse,
  type DisputeFacts,
  type DisputeState,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import { eachAlone } from "../../lib/each-alone";
import { atKey, placeOf } from "../../lib/keyset";
import { inTransaction, row, rows, type Transaction } from "../../lib/sql";
import { safeNumber } from "./amounts";
import { PROCESSOR } from "./capture";
import { bookLost_, writeOff_, type DisputeProblem } from "./dispute-losses";
import { newId } from "./ids";
import { journalOf, writeJournals } from "./ledger";
import { asResult, notFound } from "./refusals";

/** What the processor has said, once. */
export interface DisputeSaid {
  id: string;
  provider_ref: string | null;
  charge_ref: string | null;
  currency: string;
  amount_minor: bigint;
  reason: string;
  facts: DisputeFacts;
}

export interface DisputeView {
  id: string;
  at_key: string;
  order_id: string | null;
  currency: string;
  amount_minor: number;
  /** As its movements say; until they are read, as the events have told. */
  fee_minor: number;
  reason: string;
  state: DisputeState;
  /** The money is gone now. */
  withdrawn: boolean;
  open: boolean;
  due_at: Date | null;
  problem: DisputeProblem | null;
  at: Date;
  notes: { person: string; words: string; at: Date }[];
}

interface DisputeRow {
  id: string;
  provider_ref: string | null;
  charge_ref: string | null;
  currency: string;
  amount_minor: string;
  reason: string;
  state: DisputeState;
  withdrawn: boolean;
  reinstated: boolean;
  fee_minor: string;
  due_at: string | null;
  order_id: string | null;
  booked_withdrawn: boolean;
  booked_back: boolean;
  booked_lost: boolean;
}

const COLUMNS = `id, provider_ref, charge_ref, currency, amount_minor, reason, state, withdrawn, reinstated, fee_minor,
  to_char(due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as due_at, order_id, booked_withdrawn, booked_back, booked_lost`;
/** Lost ones looked at again in one round of upkeep. */
const RETRIED = 100;

/** Payments that a buyer's bank takes back. What is said of one may come in any order and twice: the books end the same. */
export class Disputes {
  constructor(private readonly sql: Knex) {}

  /** Takes in what was said, and books what follows from all that is known. */
  record(said: DisputeSaid): Promise<void> {
    return inTransaction(this.sql, async (tx) => {
      const { facts } = said;
      await tx.raw(
        `insert into dispute (id, provider_ref, charge_ref, currency, amount_minor, reason, state, withdrawn, reinstated, fee_minor, due_at)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing`,
        [
          said.id,
          said.provider_ref,
          said.charge_ref,
          said.currency,
          said.amount_minor.toString(),
          said.reason,
          facts.state,
          facts.withdrawn,
          facts.reinstated,
          facts.fee_minor.toString(),
          facts.due_at,
        ] as never,
      );
      const known = await lock(tx, said.id);
      if (!known) throw new Error(`dispute ${said.id} vanished`);
      const all = mergeDispute(factsOf(known), facts);
      await tx.raw(
        `update dispute set state = ?, withdrawn = ?, reinstated = ?, fee_minor = ?, due_at = ?, updated_at = now() where id = ?`,
        [all.state, all.withdrawn, all.reinstated, all.fee_minor.toString(), all.due_at, said.id] as never,
      );
      await book_(tx, known, all);
    });
  }

  /** For upkeep: lost ones whose sale was not there yet, or did not fit, are looked at again. */
  async retry(): Promise<number> {
    const found = await rows<{ id: string }>(
      this.sql,
      `select id from dispute where state = 'lost' and not booked_lost and updated_at < now() - interval '5 minutes' order by updated_at limit ${RETRIED}`,
    );
    await eachAlone(found, ({ id }) =>
      inTransaction(this.sql, async (tx) => {
        const known = await lock(tx, id);
        if (known) await book_(tx, known, factsOf(known));
      }),
    );
    return found.length;
  }

  /** Of orders with goods of this cooperative; of all, for the operator, without one. */
  async list(asked: {
    cooperative_id?: string | undefined;
    limit: number;
    cursor?: string | undefined;
    open?: boolean | undefined;
  }): Promise<DisputeView[]> {
    const before = placeOf(asked.cursor);
    const found = await rows<
      Omit<DisputeView, "amount_minor" | "fee_minor"> & { amount_minor: string; fee_minor: string }
    >(
      this.sql,
      `select d.id, ${atKey("d.at")}, coalesce(d.order_id, s.order_id) as order_id, d.currency, d.amount_minor, coalesce(t.fee_minor, d.fee_minor) as fee_minor, d.reason, d.state,
              d.booked_withdrawn and not d.booked_back as withdrawn, d.state not in ('won', 'lost', 'warning_closed', 'prevented') as open,
              d.due_at, d.problem, d.at,
              coalesce((select jsonb_agg(jsonb_build_object('person', n.person, 'words', n.words, 'at', n.at) order by n.at, n.id)
                        from dispute_note n where n.dispute_id = d.id and (?::text is null or n.cooperative_id = ?)), '[]') as notes
       from dispute d left join sale s on s.provider_ref = d.provider_ref and s.claim_id is null
       left join lateral (select sum(fee_minor) as fee_minor from processor_transaction where source = d.id) t on true
       where (?::text is null or exists (select from sale_line l where l.sale_id = s.id and l.cooperative_id = ?))
         and (d.at, d.id) < (?::timestamptz, ?) and (not ? or d.state not in ('won', 'lost', 'warning_closed', 'prevented') or d.problem is not null)
       order by d.at desc, d.id desc limit ?`,
      [
        asked.cooperative_id ?? null,
        asked.cooperative_id ?? null,
        asked.cooperative_id ?? null,
        asked.cooperative_id ?? null,
        before.at,
        before.id,
        asked.open === true,
        asked.limit,
      ],
    );
    return found.map((one) => ({
      ...one,
      amount_minor: safeNumber(one.amount_minor),
      fee_minor: safeNumber(one.fee_minor),
    }));
  }

  /**
   * A lost dispute of more than was paid and not yet given back, which no rule books: a person has looked. What is left of the order goes
   * back as of any lost dispute, the rest is the cooperative's loss: the buyer has it twice. Refused while a refund of the order has not
   * gone out: then the bank took what that refund still holds. Of several cooperatives' order only the operator says so (no `cooperative_id`).
   */
  writeOff(input: {
    id: string;
    cooperative_id?: string;
    person: string;
    words: string;
  }): Promise<Result<null, Refusal>> {
    return asResult(() => inTransaction(this.sql, async (tx) => writeOff_(tx, await lock(tx, input.id), input)));
  }

  /** What somebody found out or sent to the bank, kept beside the dispute. */
  note(input: { id: string; cooperative_id: string; person: string; words: string }): Promise<Result<null, Refusal>> {
    return asResult(() =>
      inTransaction(this.sql, async (tx) => {
        const mine = await row(
          tx,
          `select 1 from dispute d join sale s on s.provider_ref = d.provider_ref and s.claim_id is null
           where d.id = ? and exists (select from sale_line l where l.sale_id = s.id and l.cooperative_id = ?)`,
          [input.id, input.cooperative_id],
        );
        if (!mine) throw notFound("dispute");
        await tx.raw(
          `insert into dispute_note (id, dispute_id, cooperative_id, person, words) values (?, ?, ?, ?, ?)`,
          [newId("dnote"), input.id, input.cooperative_id, input.person, input.words],
        );
        return null;
      }),
    );
  }
}

function lock(tx: Transaction, id: string): Promise<DisputeRow | undefined> {
  return row<DisputeRow>(tx, `select ${COLUMNS} from dispute where id = ? for update`, [id]);
}

function factsOf(known: DisputeRow): DisputeFacts {
  const { state, withdrawn, reinstated, fee_minor, due_at } = known;
  return { state, withdrawn, reinstated, fee_minor: BigInt(fee_minor), due_at };
}

/**
 * Books what the facts ask for and the books do not hold yet. Each journal once; what does not fit waits with its reason. The
 * processor's fee is not among them: its own movement books that (processor/books.ts), and here it is told to people only.
 */
async function book_(tx: Transaction, known: DisputeRow, facts: DisputeFacts): Promise<void> {
  const books = disputeBooks(facts);
  const { id: dispute_id, currency } = known;
  const amount_minor = BigInt(known.amount_minor);
  const withdrawal = journalOf(
    disputeJournal({ dispute_id, processor: PROCESSOR, currency, amount_minor, memo: `Disputed: ${dispute_id}` }),
  );
  const entries = [
    ...(books.withdrawn && !known.booked_withdrawn ? [{ journal: withdrawal, source_id: dispute_id }] : []),
    ...(books.back && !known.booked_back ? [{ journal: reverse(withdrawal), source_id: dispute_id }] : []),
  ];
  // The reverse looks for its original at commit: one statement or two is the same.
  await writeJournals(tx, entries);
  const lost =
    books.lost && !known.booked_lost ? await bookLost_(tx, known) : { problem: null, order_id: known.order_id };
  const problem = books.lost && facts.reinstated ? "back_after_lost" : lost.problem;
  await tx.raw(
    `update dispute set booked_withdrawn = ?, booked_back = ?, booked_lost = ?, problem = ?, order_id = coalesce(?, order_id), updated_at = now() where id = ?`,
    [
      known.booked_withdrawn || books.withdrawn,
      known.booked_back || books.back,
      known.booked_lost || (books.lost && lost.problem === null),
      problem,
      lost.order_id,
      dispute_id,
    ] as never,
  );
}
