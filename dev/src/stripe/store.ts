import type Stripe from "stripe";
import { invalid, notFound } from "./errors.js";
import { optInt, optMap, optText } from "./params.js";
import type { Ctx, Params, Private, Row } from "./types.js";

/** Every kind of object that has a table, and its type in Stripe's API. */
export type Kinds = {
  payment_intent: Stripe.PaymentIntent;
  charge: Stripe.Charge;
  customer: Stripe.Customer;
  payment_method: Stripe.PaymentMethod;
  setup_intent: Stripe.SetupIntent;
  refund: Stripe.Refund;
  transfer: Stripe.Transfer;
  transfer_reversal: Stripe.TransferReversal;
  account: Stripe.Account;
  balance_transaction: Stripe.BalanceTransaction;
  dispute: Stripe.Dispute;
  payout: Stripe.Payout;
  webhook_endpoint: Stripe.WebhookEndpoint;
  event: { id: string; type: string };
};
export type Kind = keyof Kinds;

const PREFIX: Record<Kind, string> = {
  payment_intent: "pi_",
  charge: "ch_",
  customer: "cus_",
  payment_method: "pm_",
  setup_intent: "seti_",
  refund: "re_",
  transfer: "tr_",
  transfer_reversal: "trr_",
  account: "acct_",
  balance_transaction: "txn_",
  dispute: "dp_",
  payout: "po_",
  webhook_endpoint: "we_",
  event: "evt_",
};

export const idFor = (ctx: Pick<Ctx, "newId">, kind: Kind): string => ctx.newId(PREFIX[kind]);

/** Accounts and webhook endpoints belong to the platform whatever `Stripe-Account` says. */
const ownerOf = (ctx: Ctx, kind: Kind): string =>
  kind === "account" || kind === "webhook_endpoint" ? "" : ctx.account;

export async function insert<K extends Kind>(ctx: Ctx, kind: K, body: Kinds[K], priv: Private = {}): Promise<void> {
  await ctx.db.query(`insert into stripe_standin.${kind} (id, account, body, private) values ($1, $2, $3, $4)`, [
    body.id,
    ownerOf(ctx, kind),
    JSON.stringify(body),
    JSON.stringify(priv),
  ]);
}

export async function save<K extends Kind>(ctx: Ctx, kind: K, row: Row<Kinds[K]>): Promise<void> {
  await ctx.db.query(`update stripe_standin.${kind} set body = $2, private = $3 where id = $1`, [
    row.body.id,
    JSON.stringify(row.body),
    JSON.stringify(row.private),
  ]);
}

export async function remove(ctx: Ctx, kind: Kind, id: string): Promise<void> {
  await ctx.db.query(`delete from stripe_standin.${kind} where id = $1`, [id]);
}

export async function find<K extends Kind>(ctx: Ctx, kind: K, id: string, lock = false): Promise<Row<Kinds[K]> | null> {
  const { rows } = await ctx.db.query<Row<Kinds[K]>>(
    `select body, private from stripe_standin.${kind} where id = $1 and account = $2 ${lock ? "for update" : ""}`,
    [id, ownerOf(ctx, kind)],
  );
  return rows[0] ?? null;
}

/** Finds or answers 404. `lock` holds the row until the transaction ends. */
export async function load<K extends Kind>(
  ctx: Ctx,
  kind: K,
  id: string,
  options: { lock?: boolean; param?: string } = {},
): Promise<Row<Kinds[K]>> {
  const row = await find(ctx, kind, id, options.lock ?? false);
  if (!row) throw notFound(kind, id, options.param ?? "id");
  return row;
}

export type ApiListBody = { object: "list"; data: object[]; has_more: boolean; url: string };

const LIMIT_DEFAULT = 10;
const LIMIT_MAX = 100;

/** A page, newest first. `filters`: fields of the object that must equal a value (null: not asked for). */
export async function page(
  ctx: Ctx,
  kind: Kind,
  url: string,
  filters: Record<string, string | null>,
  params: Params = ctx.params,
): Promise<ApiListBody> {
  const limit = optInt(params, "limit") ?? LIMIT_DEFAULT;
  if (limit < 1 || limit > LIMIT_MAX) throw invalid(`Invalid limit: must be 1 to ${LIMIT_MAX}`, "limit");
  const values: (string | number)[] = [ownerOf(ctx, kind)];
  const bind = (value: string | number): string => `$${values.push(value)}`;
  const where = ["account = $1"];
  for (const [field, value] of Object.entries(filters)) {
    if (value !== null) where.push(`body->>'${field}' = ${bind(value)}`);
  }
  where.push(...createdFilter(params, bind));
  const after = optText(params, "starting_after");
  const before = optText(params, "ending_before");
  for (const [cursor, name, sign] of [
    [after, "starting_after", "<"],
    [before, "ending_before", ">"],
  ] as const) {
    if (cursor === null) continue;
    await load(ctx, kind, cursor, { param: name });
    where.push(`seq ${sign} (select seq from stripe_standin.${kind} where id = ${bind(cursor)})`);
  }
  const { rows } = await ctx.db.query<{ body: object }>(
    `select body from stripe_standin.${kind} where ${where.join(" and ")}
     order by seq ${before === null ? "desc" : "asc"} limit ${limit + 1}`,
    values,
  );
  const data = rows.slice(0, limit).map((row) => row.body);
  return { object: "list", data: before === null ? data : data.reverse(), has_more: rows.length > limit, url };
}

function createdFilter(params: Params, bind: (value: number) => string): string[] {
  const given = params.created;
  if (given === undefined || given === "") return [];
  const field = "(body->>'created')::bigint";
  if (typeof given === "string") return [`${field} = ${bind(optInt(params, "created") ?? 0)}`];
  const range = optMap(params, "created") ?? {};
  return (
    [
      ["gt", ">"],
      ["gte", ">="],
      ["lt", "<"],
      ["lte", "<="],
    ] as const
  ).flatMap(([name, sign]) => {
    const bound = optInt(range, name);
    return bound === null ? [] : [`${field} ${sign} ${bind(bound)}`];
  });
}

const KIND_OF_PREFIX = new Map<string, Kind>((Object.keys(PREFIX) as Kind[]).map((kind) => [PREFIX[kind], kind]));

export const kindOfId = (id: string): Kind | null => KIND_OF_PREFIX.get(`${id.split("_")[0]}_`) ?? null;
