import type { Ctx } from "./types.js";

/** Counts and sums, for auditors: what the stand-in believes happened. Amounts in minor units. */
export async function summary(ctx: Ctx): Promise<object> {
  const rows = async (sql: string): Promise<object[]> => (await ctx.db.query<object>(sql)).rows;
  const from = (kind: string, group: string, sums: string): string =>
    `select ${group}, count(*)::int as count, ${sums} from stripe_standin.${kind} group by 1, 2 order by 1, 2`;
  const sum = (column: string): string => `sum(${column})::float8 as ${column}`;
  const currency = "body->>'currency' as currency";
  const [ledger] = await rows(`
    select not exists (
      select 1 from stripe_standin.account_balance b full join
        (select account, currency, sum(net) as net from stripe_standin.balance_transaction group by 1, 2) t
        using (account, currency)
      where coalesce(b.total, 0) <> coalesce(t.net, 0)) as ok`);
  const [captured] = await rows(`
    select not exists (
      select 1 from stripe_standin.charge c where (c.body->>'captured')::boolean and c.amount_refunded <>
        c.amount - c.amount_captured + coalesce((select sum(r.amount) from stripe_standin.refund r
          where r.body->>'charge' = c.id and r.body->>'status' <> 'failed'), 0)) as ok`);
  return {
    payment_intents: await rows(
      from(
        "payment_intent",
        `${currency}, body->>'status' as status`,
        `${sum("amount")}, ${sum("amount_received")}, ${sum("amount_capturable")}`,
      ),
    ),
    charges: await rows(
      from(
        "charge",
        `${currency}, body->>'status' as status`,
        `${sum("amount")}, ${sum("amount_captured")}, ${sum("amount_refunded")}`,
      ),
    ),
    refunds: await rows(from("refund", `${currency}, body->>'status' as status`, sum("amount"))),
    transfers: await rows(
      from(
        "transfer",
        `${currency}, body->>'destination' as destination`,
        `${sum("amount")}, ${sum("amount_reversed")}`,
      ),
    ),
    transfers_by_group: await rows(
      `select body->>'transfer_group' as transfer_group, count(*)::int as count, ${sum("amount")}, ${sum("amount_reversed")}
       from stripe_standin.transfer where body->>'transfer_group' is not null group by 1 order by 1 limit 1000`,
    ),
    payouts: await rows(from("payout", `${currency}, body->>'status' as status`, sum("amount"))),
    disputes: await rows(from("dispute", `${currency}, body->>'status' as status`, sum("amount"))),
    balances: await rows(
      `select account, currency, total::float8 from stripe_standin.account_balance order by account, currency`,
    ),
    events: await rows(
      `select body->>'type' as type, count(*)::int as count from stripe_standin.event group by 1 order by 1`,
    ),
    deliveries: await rows(
      `select coalesce(ended, 'waiting') as state, count(*)::int as count, sum(attempts)::int as attempts
       from stripe_standin.delivery group by 1 order by 1`,
    ),
    idempotency_keys: (await rows(`select count(*)::int as count from stripe_standin.idempotency`))[0],
    unknown_parameters: ctx.faults.config.unknown_parameters,
    checks: {
      /** The running totals equal the balance transactions. */
      ledger,
      /** What a charge says was refunded equals its refunds. */
      refunds: captured,
    },
  };
}
