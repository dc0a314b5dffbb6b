import { createHash } from "node:crypto";
import type pg from "pg";
import { z } from "zod";

const share = z.number().min(0).max(1);

/** What may be broken. Shares are drawn by a hash of (seed, reference), so that a seed repeats a run. */
export const faultsSchema = z.strictObject({
  seed: z.int().min(0).optional(),
  /** This share of the shipments is lost on the way instead of delivered. */
  lost: share.optional(),
  /** Each webhook is sent this many times more. */
  repeat: z.int().min(0).max(20).optional(),
  /** Each webhook waits a random time up to this long, so that they overtake one another. */
  shuffle_ms: z.int().min(0).max(600_000).optional(),
  /** Each webhook waits this long. */
  delay_ms: z.int().min(0).max(600_000).optional(),
  /** The next so many bookings are kept, and their answers lost. */
  lose_answers: z.int().min(0).max(1_000).optional(),
  /** This share of all answers to calls that change something is lost, after the effect. */
  lost_answers: share.optional(),
  /** The next so many calls are answered 500, with no effect. */
  fail_500: z.int().min(0).max(1_000).optional(),
});

export type FaultsInput = z.infer<typeof faultsSchema>;
export type FaultsConfig = Required<FaultsInput>;

const NONE: FaultsConfig = {
  seed: 1,
  lost: 0,
  repeat: 0,
  shuffle_ms: 0,
  delay_ms: 0,
  lose_answers: 0,
  lost_answers: 0,
  fail_500: 0,
};

/** The switches, kept in the database so that a restart goes on with them. */
export class Faults {
  /** Answers of this process so far: what makes each draw another. */
  private answers = 0;

  constructor(private readonly pool: pg.Pool) {}

  async config(): Promise<FaultsConfig> {
    const { rows } = await this.pool.query<{ data: FaultsInput }>("select data from carrier_standin.fault_state");
    return { ...NONE, ...rows[0]?.data };
  }

  async change(input: FaultsInput): Promise<FaultsConfig> {
    const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
    await this.pool.query(
      `insert into carrier_standin.fault_state (data) values ($1)
       on conflict (one) do update set data = carrier_standin.fault_state.data || excluded.data`,
      [JSON.stringify(given)],
    );
    return this.config();
  }

  /** Whether the answer of a call that had its effect is lost now. */
  async losesAnswer(): Promise<boolean> {
    const { seed, lost_answers } = await this.config();
    this.answers += 1;
    if (draw(seed, `answer:${this.answers}`) < lost_answers) return true;
    return this.take("lose_answers");
  }

  /** Uses up one of a counted fault: true when there was one left. */
  async take(name: "lose_answers" | "fail_500"): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `update carrier_standin.fault_state set data = jsonb_set(data, array[$1::text], to_jsonb((data->>$1::text)::int - 1))
       where coalesce((data->>$1::text)::int, 0) > 0`,
      [name],
    );
    return rowCount === 1;
  }
}

/** A number in [0, 1) for a name: the same for the same seed. */
export function draw(seed: number, name: string): number {
  return createHash("sha256").update(`${seed}:${name}`).digest().readUInt32BE(0) / 2 ** 32;
}
