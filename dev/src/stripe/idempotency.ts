import { createHash } from "node:crypto";
import { ApiError, answerOf, invalid, keyInUse, keyReused } from "./errors.js";
import type { Answer, Ctx, Param, Params } from "./types.js";

const KEY_MAX_LENGTH = 255;

export type Replayable = { answer: Answer; replayed: boolean; originalRequest?: string };

/**
 * Runs a writing call at most once per key. The stored answer and the effect are in one transaction;
 * a second call with the same key while the first one runs is refused with 409.
 */
export async function once(
  ctx: Ctx,
  key: string,
  method: string,
  path: string,
  work: () => Promise<Answer>,
): Promise<Replayable> {
  if (key.length > KEY_MAX_LENGTH) throw invalid("Idempotency keys can be up to 255 characters long.");
  const { rows: locks } = await ctx.db.query<{ got: boolean }>(
    `select pg_try_advisory_xact_lock(hashtextextended($1, 20264)) as got`,
    [`${ctx.account} ${key}`],
  );
  if (!locks[0]?.got) throw keyInUse(key);
  const { rows } = await ctx.db.query<{ request_hash: string; request_id: string; status: number; body: string }>(
    `select request_hash, request_id, status, body from stripe_standin.idempotency
     where account = $1 and key = $2 and created > $3`,
    [ctx.account, key, ctx.now - ctx.faults.config.idempotency_ttl_s],
  );
  const hash = hashOf(method, path, ctx.params);
  const before = rows[0];
  if (before) {
    if (before.request_hash !== hash) throw keyReused(key);
    const body = JSON.parse(before.body) as object;
    return { answer: { status: before.status, body }, replayed: true, originalRequest: before.request_id };
  }
  const answer = await keepingRefusals(ctx, work);
  await ctx.db.query(
    `insert into stripe_standin.idempotency (account, key, request_hash, request_id, status, body, created)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (account, key) do update set request_hash = excluded.request_hash, request_id = excluded.request_id,
       status = excluded.status, body = excluded.body, created = excluded.created`,
    [ctx.account, key, hash, ctx.request.id ?? "", answer.status, JSON.stringify(answer.body), ctx.now],
  );
  return { answer, replayed: false };
}

/** A refusal Stripe remembers becomes an answer to store; what its handler wrote is undone first. */
async function keepingRefusals(ctx: Ctx, work: () => Promise<Answer>): Promise<Answer> {
  await ctx.db.query("savepoint effect");
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ApiError) || !error.remembered) throw error;
    await ctx.db.query("rollback to savepoint effect");
    return answerOf(error);
  }
}

function hashOf(method: string, path: string, params: Params): string {
  return createHash("sha256")
    .update(`${method} ${path}\n${canonical(params)}`)
    .digest("hex");
}

function canonical(value: Param): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  const fields = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? "")}`);
  return `{${fields.join(",")}}`;
}
