import { SEAL_START, sealAfter, type SealableJournal } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { inTransaction, row, rows, type Sql, type Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";

/** Journals of one transaction of the sealer: short enough to lose little when it is killed, far above a second's writing. */
const JOURNALS_A_BATCH = 2_000;
/** Postings of it at most, unless one journal alone has more: they are in memory while they are hashed. */
const POSTINGS_A_BATCH = 100_000;
/** Batches of one run: a backlog is worked off in turns, so that the process can stop in between. */
const BATCHES_A_RUN = 50;
/** The one chain has one sealer at a time. */
const SEALER_LOCK = 20_261_126_170;

/** Seals what is written into the hash chain (domain, `seal.ts`), in batches and never at insert: that would serialise all writers. */
export class Seals {
  constructor(private readonly sql: Knex) {}

  /** Seals what waits, oldest first; answers how many. Two at once: one of them finds the other at work and does nothing. */
  async sealDue(): Promise<number> {
    let sealed = 0;
    for (let batch = 0; batch < BATCHES_A_RUN; batch++) {
      const done = await inTransaction(this.sql, (tx) => this.sealBatch_(tx));
      sealed += done;
      if (done === 0) break;
    }
    return sealed;
  }

  /** One batch: its links and their leaving the queue are one write. 0 when nothing waits or another sealer is at work. */
  async sealBatch_(tx: Transaction): Promise<number> {
    const lock = await row<{ mine: boolean }>(tx, `select pg_try_advisory_xact_lock(?) as mine`, [SEALER_LOCK]);
    if (!lock?.mine) return 0;
    const due = await dueJournals(tx);
    if (due.length === 0) return 0;
    const journals = await readJournals(tx, due);
    const head = await row<{ seq: string; hash: string }>(
      tx,
      `select seq, hash from journal_seal order by seq desc limit 1`,
    );
    const links = sealAfter(head?.hash ?? SEAL_START, Number(head?.seq ?? 0), journals);
    await insertAll(
      tx,
      "journal_seal",
      [
        ["seq", "bigint", (link) => link.seq],
        ["journal_id", "text", (link) => link.journal_id],
        ["hash", "text", (link) => link.hash],
      ],
      links,
    );
    await tx.raw(
      `delete from journal_unsealed u using unnest(?::text[]) as x(id), journal j where j.id = x.id and u.at = j.at and u.journal_id = j.id`,
      [links.map((link) => link.journal_id) as unknown as string],
    );
    return links.length;
  }
}

/** Oldest first, as many as a batch holds. */
async function dueJournals(tx: Transaction): Promise<string[]> {
  const waiting = await rows<{ journal_id: string; postings: string }>(
    tx,
    `select u.journal_id, (select count(*) from posting p where p.journal_id = u.journal_id) as postings
     from (select at, journal_id from journal_unsealed order by at, journal_id limit ?) u order by u.at, u.journal_id`,
    [JOURNALS_A_BATCH],
  );
  let postings = 0;
  const fits = waiting.findIndex((one, index) => (postings += Number(one.postings)) > POSTINGS_A_BATCH && index > 0);
  return waiting.slice(0, fits === -1 ? waiting.length : fits).map(({ journal_id }) => journal_id);
}

/** In the order of the ids given. Amounts as text: JSON numbers are not exact beyond 2^53. */
function readJournals(sql: Sql, ids: readonly string[]): Promise<SealableJournal[]> {
  return rows<SealableJournal>(
    sql,
    `select j.id, j.kind, j.source_id, j.order_id, j.memo,
            to_char(j.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
            (select coalesce(json_agg(json_build_object('seq', p.seq, 'kind', a.kind, 'party', a.party, 'currency', p.currency,
                                               'amount_minor', p.amount_minor::text, 'lot', p.lot_id) order by p.seq), '[]')
             from posting p join account a on a.id = p.account_id where p.journal_id = j.id) as postings
     from unnest(?::text[]) with ordinality as x(id, place) join journal j on j.id = x.id order by x.place`,
    [[...ids]],
  );
}
