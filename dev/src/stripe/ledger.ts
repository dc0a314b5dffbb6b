import type Stripe from "stripe";
import { idFor, insert } from "./store.js";
import type { Ctx } from "./types.js";

export type Posting = {
  /** Connected account, empty text for the platform. */
  account: string;
  currency: string;
  /** Minor units; negative when money leaves the account. */
  amount: number;
  fee?: number;
  type: Stripe.BalanceTransaction.Type;
  reporting_category: string;
  source: string;
  description?: string | null;
  /** Seconds since 1970. */
  available_on: number;
};

export type Funds = { available: number; pending: number };

/** Takes the money lock of the accounts, in one order so that two callers never wait for each other. */
export async function lockBalances(ctx: Ctx, currency: string, accounts: string[]): Promise<void> {
  for (const account of [...new Set(accounts)].sort()) {
    await ctx.db.query(
      `insert into stripe_standin.account_balance (account, currency) values ($1, $2) on conflict do nothing`,
      [account, currency],
    );
    await ctx.db.query(`select 1 from stripe_standin.account_balance where account = $1 and currency = $2 for update`, [
      account,
      currency,
    ]);
  }
}

/** Funds of one account in one currency, minor units. Call it under `lockBalances` when money depends on it. */
export async function funds(ctx: Ctx, account: string, currency: string): Promise<Funds> {
  const { rows } = await ctx.db.query<{ total: string; pending: string }>(
    `select
       coalesce((select total from stripe_standin.account_balance where account = $1 and currency = $2), 0) as total,
       coalesce((select sum(net) from stripe_standin.balance_transaction
                 where account = $1 and currency = $2 and available_on > $3), 0) as pending`,
    [account, currency, ctx.now],
  );
  const total = Number(rows[0]?.total ?? 0);
  const pending = Number(rows[0]?.pending ?? 0);
  return { available: total - pending, pending };
}

/** Writes one balance transaction and moves the running total with it. Returns the id. */
export async function post(ctx: Ctx, posting: Posting): Promise<string> {
  const fee = posting.fee ?? 0;
  const body: Stripe.BalanceTransaction = {
    id: idFor(ctx, "balance_transaction"),
    object: "balance_transaction",
    amount: posting.amount,
    available_on: posting.available_on,
    balance_type: "payments",
    created: ctx.now,
    currency: posting.currency,
    description: posting.description ?? null,
    exchange_rate: null,
    fee,
    fee_details:
      fee === 0
        ? []
        : [
            {
              amount: fee,
              application: null,
              currency: posting.currency,
              description: "Stripe processing fees",
              type: "stripe_fee",
            },
          ],
    net: posting.amount - fee,
    reporting_category: posting.reporting_category,
    source: posting.source,
    status: posting.available_on > ctx.now ? "pending" : "available",
    type: posting.type,
  };
  await insert({ ...ctx, account: posting.account }, "balance_transaction", body);
  await ctx.db.query(
    `insert into stripe_standin.account_balance (account, currency, total) values ($1, $2, $3)
     on conflict (account, currency) do update set total = stripe_standin.account_balance.total + excluded.total`,
    [posting.account, posting.currency, body.net],
  );
  return body.id;
}
