import type Stripe from "stripe";
import { emit, schedule } from "../events.js";
import { funds, lockBalances, post } from "../ledger.js";
import { amount as amountParam, currency as currencyParam, mergeMetadata, optText } from "../params.js";
import { idFor, insert, load, page, save } from "../store.js";
import { ok, type Ctx, type Route } from "../types.js";
import { balanceInsufficient } from "./transfers.js";

/** Payouts to a bank; with `Stripe-Account` those of a household's account. */
export const payoutRoutes: Route[] = [
  { method: "POST", path: "/payouts", handle: create },
  { method: "GET", path: "/payouts", handle: listAll },
  { method: "GET", path: "/payouts/:id", handle: retrieve },
];

async function create(ctx: Ctx) {
  const amount = amountParam(ctx.params);
  const currency = currencyParam(ctx.params);
  await lockBalances(ctx, currency, [ctx.account]);
  if (amount > (await funds(ctx, ctx.account, currency)).available) throw balanceInsufficient();
  const id = idFor(ctx, "payout");
  const balance_transaction = await post(ctx, {
    account: ctx.account,
    currency,
    amount: -amount,
    type: "payout",
    reporting_category: "payout",
    source: id,
    available_on: ctx.now,
  });
  const body: Stripe.Payout = {
    id,
    object: "payout",
    amount,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: ctx.now,
    automatic: false,
    balance_transaction,
    created: ctx.now,
    currency,
    description: optText(ctx.params, "description"),
    destination: null,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: false,
    metadata: mergeMetadata({}, ctx.params),
    method: "standard",
    original_payout: null,
    payout_method: null,
    reconciliation_status: "not_applicable",
    reversed_by: null,
    source_type: "card",
    statement_descriptor: optText(ctx.params, "statement_descriptor"),
    status: "pending",
    trace_id: null,
    type: "bank_account",
  };
  await insert(ctx, "payout", body);
  await emit(ctx, "payout.created", body);
  await schedule(ctx, "payout", id);
  return ok(body);
}

async function listAll(ctx: Ctx) {
  return ok(await page(ctx, "payout", "/v1/payouts", { status: optText(ctx.params, "status") }));
}

async function retrieve(ctx: Ctx) {
  return ok((await load(ctx, "payout", ctx.path.id ?? "", { param: "payout" })).body);
}

/** The bank answered: paid, or sent back under the switch `payouts_fail` or a restricted account. */
export async function settlePayout(ctx: Ctx, id: string): Promise<void> {
  const row = await load(ctx, "payout", id, { lock: true });
  const payout = row.body;
  if (payout.status !== "pending") return;
  const { payouts_fail, restricted_accounts } = ctx.faults.config;
  if (!payouts_fail && !(ctx.account in restricted_accounts)) {
    payout.status = "paid";
    await save(ctx, "payout", row);
    await emit(ctx, "payout.paid", payout);
    return;
  }
  await lockBalances(ctx, payout.currency, [ctx.account]);
  payout.failure_balance_transaction = await post(ctx, {
    account: ctx.account,
    currency: payout.currency,
    amount: payout.amount,
    type: "payout_failure",
    reporting_category: "payout_reversal",
    source: id,
    available_on: ctx.now,
  });
  Object.assign(payout, {
    status: "failed",
    failure_code: "account_closed",
    failure_message: "The bank account has been closed.",
  });
  await save(ctx, "payout", row);
  await emit(ctx, "payout.failed", payout);
}
