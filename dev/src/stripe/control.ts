import express, { type Request, type RequestHandler, type Router } from "express";
import { z } from "zod";
import { CARDS } from "./cards.js";
import { ApiError, invalid } from "./errors.js";
import { faultsSchema } from "./faults.js";
import { plainCtx, type Surroundings } from "./http.js";
import { settleAsync } from "./payment-flow.js";
import { followRestrictions, setActive } from "./resources/accounts.js";
import { closeDispute, openDispute, reviewDispute } from "./resources/disputes.js";
import { failRefund } from "./resources/refunds.js";
import { TABLES } from "./schema.sql.js";
import { summary } from "./state.js";
import { load } from "./store.js";
import { inTransaction } from "./transaction.js";
import type { Ctx } from "./types.js";

const disputeSchema = z.strictObject({
  charge: z.string(),
  amount: z.int().min(1).optional(),
  reason: z.string().max(40).default("fraudulent"),
});
const reviewSchema = z.strictObject({ dispute: z.string() });
const closeSchema = z.strictObject({ dispute: z.string(), won: z.boolean(), fee_back: z.boolean().default(false) });
const refundSchema = z.strictObject({ refund: z.string() });
const settleSchema = z.strictObject({ payment_intent: z.string(), succeeds: z.boolean() });
const accountSchema = z.strictObject({ account: z.string(), active: z.boolean() });
const emptySchema = z.strictObject({});

/** Everything tests and the nemesis steer the stand-in with. JSON only, so that no web page can post to it. */
export function controlRouter(around: Surroundings, afterReset: (ctx: Ctx) => Promise<void>): Router {
  const router = express.Router();
  const { faults, pool } = around;

  /** One control call: parse, one transaction, wake the loop. */
  const action =
    <S extends z.ZodType>(schema: S, work: (ctx: Ctx, input: z.infer<S>) => Promise<object>): RequestHandler =>
    (req, res, next) => {
      run(req, schema, work).then((body) => res.json(body), next);
    };
  async function run<S extends z.ZodType>(
    req: Request,
    schema: S,
    work: (ctx: Ctx, input: z.infer<S>) => Promise<object>,
  ) {
    const parsed = schema.safeParse(req.body ?? {});
    if (!parsed.success) throw invalid(z.prettifyError(parsed.error));
    const answer = await inTransaction(pool, (db) => work(plainCtx(around, req, db, {}), parsed.data));
    around.wake();
    return answer;
  }

  router.get("/health", (_req, res, next) => {
    pool.query("select 1").then(() => res.json({ ok: true }), next);
  });
  router.get("/cards", (_req, res) => {
    res.json(CARDS.map(({ alias, number, what, own }) => ({ alias, number, what, own: own ?? false })));
  });
  router.get("/faults", (_req, res) => {
    res.json(faults.config);
  });
  router.get(
    "/state",
    action(emptySchema, (ctx) => summary(ctx)),
  );

  router.use(jsonOnly, express.json());
  router.post(
    "/faults",
    action(faultsSchema, async (ctx, input) => {
      const before = { ...faults.config.restricted_accounts };
      faults.change(input);
      await followRestrictions(ctx, before, faults.config.restricted_accounts);
      await faults.store();
      return faults.config;
    }),
  );
  router.delete(
    "/faults",
    action(emptySchema, async (ctx) => {
      const before = faults.config.restricted_accounts;
      faults.clear();
      await followRestrictions(ctx, before, {});
      await faults.store();
      return faults.config;
    }),
  );
  router.post(
    "/reset",
    action(emptySchema, async (ctx) => {
      await ctx.db.query(`truncate ${TABLES.map((table) => `stripe_standin.${table}`).join(", ")} cascade`);
      faults.clear();
      await afterReset(ctx);
      return { ok: true };
    }),
  );
  router.post(
    "/dispute",
    action(disputeSchema, (ctx, input) => openDispute(ctx, input.charge, input.amount ?? null, input.reason)),
  );
  router.post(
    "/dispute/review",
    action(reviewSchema, (ctx, input) => reviewDispute(ctx, input.dispute)),
  );
  router.post(
    "/dispute/close",
    action(closeSchema, (ctx, input) => closeDispute(ctx, input.dispute, input.won, input.fee_back)),
  );
  router.post(
    "/refund/fail",
    action(refundSchema, (ctx, input) => failRefund(ctx, input.refund)),
  );
  router.post(
    "/settle",
    action(settleSchema, async (ctx, input) => {
      await settleAsync(ctx, input.payment_intent, input.succeeds);
      return (await load(ctx, "payment_intent", input.payment_intent)).body;
    }),
  );
  router.post(
    "/account",
    action(accountSchema, async (ctx, input) => {
      const row = await load(ctx, "account", input.account, { lock: true });
      await setActive(ctx, row, input.active);
      return row.body;
    }),
  );
  router.post(
    "/forget-keys",
    action(emptySchema, async (ctx) => {
      const { rowCount } = await ctx.db.query("delete from stripe_standin.idempotency");
      return { forgotten: rowCount ?? 0 };
    }),
  );
  router.post(
    "/webhooks/retry",
    action(emptySchema, async (ctx) => {
      const { rowCount } = await ctx.db.query(
        `update stripe_standin.delivery set next_at = clock_timestamp(), ended = null where ended is null or ended = 'dropped'`,
      );
      return { due: rowCount ?? 0 };
    }),
  );
  return router;
}

const jsonOnly: RequestHandler = (req, _res, next) => {
  if (req.method === "DELETE" || req.get("content-type")?.startsWith("application/json")) return next();
  next(new ApiError(415, { type: "invalid_request_error", message: "Send content-type: application/json." }, false));
};
