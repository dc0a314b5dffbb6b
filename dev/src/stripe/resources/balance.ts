import { funds } from "../ledger.js";
import { optText } from "../params.js";
import { load, page } from "../store.js";
import { ok, type Ctx, type Route } from "../types.js";

export const balanceRoutes: Route[] = [
  { method: "GET", path: "/balance", handle: retrieve },
  { method: "GET", path: "/balance_transactions", handle: listAll },
  { method: "GET", path: "/balance_transactions/:id", handle: retrieveOne },
];

async function retrieve(ctx: Ctx) {
  const { rows } = await ctx.db.query<{ currency: string }>(
    "select currency from stripe_standin.account_balance where account = $1 order by currency",
    [ctx.account],
  );
  const available: object[] = [];
  const pending: object[] = [];
  for (const { currency } of rows) {
    const money = await funds(ctx, ctx.account, currency);
    available.push({ amount: money.available, currency, source_types: { card: money.available } });
    pending.push({ amount: money.pending, currency, source_types: { card: money.pending } });
  }
  return ok({ object: "balance", available, connect_reserved: [], livemode: false, pending });
}

async function listAll(ctx: Ctx) {
  return ok(
    await page(ctx, "balance_transaction", "/v1/balance_transactions", {
      type: optText(ctx.params, "type"),
      source: optText(ctx.params, "source"),
      currency: optText(ctx.params, "currency"),
    }),
  );
}

async function retrieveOne(ctx: Ctx) {
  return ok((await load(ctx, "balance_transaction", ctx.path.id ?? "")).body);
}
