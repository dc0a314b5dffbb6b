import { ok, type Refusal, type Result } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { inTransaction, row, type Sql, type Transaction } from "../../lib/sql";
import { append, claim, isOnItsWay } from "../outbox/append";
import { inputHash, newId } from "./ids";

/**
 * Up to so many lines a person waits for a trial: well under two seconds on one busy core (docs/benchmarks.md). Above, a job works it out.
 */
export const AT_ONCE_LINES = 20_000;

export type TrialKind = "fees" | "dry_run";

/** What is tried: everything that the result follows from, beside the books. */
export interface TrialOf {
  cooperative_id: string;
  kind: TrialKind;
  input: object;
}

export interface Trial {
  id: string;
  cooperative_id: string;
  kind: TrialKind;
  input: unknown;
  /** `stopped`: asked for, and no job is on its way: it may be asked for again. */
  state: "asked" | "stopped" | "done" | "refused";
  lines: number;
  lines_done: number;
  result: unknown;
  refusal: Pick<Refusal, "reason" | "message"> | null;
  as_of: Date | null;
}

const JOB = "trial";
const COLUMNS = `id, cooperative_id, kind, input, state, lines::int as lines, lines_done::int as lines_done, result, refusal, as_of, message_id`;
type Row = Trial & { message_id: string | null };

/** Trials that are worked out by a job, and their results. Another input never finds the result of this one. */
export class Trials {
  constructor(private readonly sql: Knex) {}

  /** The newest of these, whatever its state. */
  newest(of: TrialOf): Promise<Trial | undefined> {
    return inTransaction(this.sql, async (tx) => {
      const found = await newestOf(tx, of);
      return found && seenAs(tx, found);
    });
  }

  /** `seen`: the newest that whoever asks knows of; a newer one is what they mean, so that pressing twice makes one. */
  ask(of: TrialOf & { lines: number; seen: string | null; person: string }): Promise<Result<Trial, Refusal>> {
    return inTransaction(this.sql, async (tx) => ok(await this.ask_(tx, of)));
  }

  async ask_(tx: Transaction, of: TrialOf & { lines: number; seen: string | null; person: string }): Promise<Trial> {
    await row(tx, `select pg_advisory_xact_lock(hashtextextended(?, 0))`, [`trial:${of.cooperative_id}:${hashOf(of)}`]);
    const known = await newestOf(tx, of);
    if (known && (known.state === "asked" || known.id !== of.seen)) {
      const trial = await seenAs(tx, known);
      if (trial.state !== "stopped") return trial;
      await send_(tx, trial.id);
      return { ...trial, state: "asked" };
    }
    const id = newId("trial");
    const made = await row<Row>(
      tx,
      `insert into money_trial (id, cooperative_id, kind, input, input_hash, lines, asked_by) values (?, ?, ?, ?::jsonb, ?, ?, ?) returning ${COLUMNS}`,
      [id, of.cooperative_id, of.kind, JSON.stringify(of.input), hashOf(of), of.lines, of.person],
    );
    if (!made) throw new Error("a trial was not written");
    // Nobody is shown the one before any more, and a result may be megabytes.
    await tx.raw(
      `delete from money_trial where cooperative_id = ? and kind = ? and input_hash = ? and id <> ? and state in ('done', 'refused')`,
      [of.cooperative_id, of.kind, hashOf(of), id],
    );
    await send_(tx, id);
    return { ...made, state: "asked" };
  }

  trial(id: string): Promise<Trial | undefined> {
    return row<Trial>(this.sql, `select ${COLUMNS} from money_trial where id = ?`, [id]);
  }

  /** How far its job is; for a page that waits. A second run begins at nothing, so it may also go down. */
  async progress(id: string, lines_done: number): Promise<void> {
    await this.sql.raw(`update money_trial set lines_done = ? where id = ? and state = 'asked'`, [lines_done, id]);
  }

  /** Records what came out; once, however often the message comes. `as_of`: when the books were read. */
  recordDone(input: {
    message_id: string;
    trial_id: string;
    as_of: Date;
    outcome: Result<object, Refusal>;
  }): Promise<void> {
    return inTransaction(this.sql, (tx) => this.recordDone_(tx, input));
  }

  async recordDone_(tx: Transaction, input: Parameters<Trials["recordDone"]>[0]): Promise<void> {
    if (!(await claim(tx, JOB, input.message_id))) return;
    const { outcome, as_of, trial_id } = input;
    if (outcome.ok) {
      await tx.raw(
        `update money_trial set state = 'done', result = ?::json, as_of = ?, lines_done = lines, done_at = now() where id = ? and state = 'asked'`,
        [JSON.stringify(outcome.value), as_of, trial_id],
      );
      return;
    }
    const { reason, message } = outcome.refusal;
    await tx.raw(
      `update money_trial set state = 'refused', refusal = ?::jsonb, done_at = now() where id = ? and state = 'asked'`,
      [JSON.stringify({ reason, message }), trial_id],
    );
  }
}

const hashOf = (of: TrialOf): string => inputHash([of.kind, of.input]);

function newestOf(sql: Sql, of: TrialOf): Promise<Row | undefined> {
  return row<Row>(
    sql,
    `select ${COLUMNS} from money_trial where cooperative_id = ? and kind = ? and input_hash = ? order by created_at desc, id desc limit 1`,
    [of.cooperative_id, of.kind, hashOf(of)],
  );
}

async function seenAs(tx: Transaction, { message_id, ...trial }: Row): Promise<Trial> {
  if (trial.state !== "asked") return trial;
  const runs = await isOnItsWay(tx, { job: JOB, message_id: message_id ?? "" });
  return { ...trial, state: runs ? "asked" : "stopped" };
}

/** Sends a trial to its job, and notes by which message. */
async function send_(tx: Transaction, trial_id: string): Promise<void> {
  const message_id = await append(tx, { job: JOB, payload: { trial_id } });
  await tx.raw(`update money_trial set message_id = ?, lines_done = 0 where id = ?`, [message_id ?? null, trial_id]);
}
