import { randomUUID } from "node:crypto";
import type { House } from "../../../../dev/src/testing/house";
import { desk, everyone, of, type Expected, type Row, type Status } from "./row";

/** A route of a company: 401 for who acts for none; of a quote of P the company Q gets 404. */
const company = (may: Status, other: Status = may): Expected =>
  everyone(401, { company_member: may, other_company_member: other });
const MANAGER = { roles: [] as const };

const version = {
  upon_version: 99,
  lines: [{ product_id: "prod_none", variant_id: "variant_none", packs: 1, price_minor: 100 }],
  freight_minor: 0,
  freight_term: { bearer: "buyer" },
  deliver_on: "2099-01-01",
};
const later = () => new Date(Date.now() + 86_400_000).toISOString();
const wantedOn = () => new Date(Date.now() + 33 * 86_400_000).toISOString().slice(0, 10);

/** Quotes, for the company that buys and the cooperative that sells; what is written is upon a version that is not there. */
export const QUOTE_ROWS: readonly Row[] = [
  { method: "GET", path: "/wholesale/quotes", expect: company(200) },
  { method: "GET", path: "/wholesale/quotes/:id", ids: of("quote"), expect: company(200, 404) },
  {
    method: "GET",
    path: "/wholesale/quotes/:id/file",
    ids: of("quote"),
    query: () => "?version=1",
    expect: company(200, 404),
  },
  { method: "GET", path: "/wholesale/quotes/:id/carriage", ids: of("quote"), expect: company(200, 404) },
  { method: "GET", path: "/wholesale/quotes/:id/delivery-notes", ids: of("quote"), expect: company(200, 404) },
  // No truck has left with it.
  {
    method: "GET",
    path: "/wholesale/quotes/:id/delivery-notes/:handover_id",
    ids: (world) => ({ id: world.ids.quote, handover_id: world.ids.handover }),
    expect: company(404),
  },
  // A pack that nobody sells.
  {
    method: "POST",
    path: "/wholesale/quotes",
    body: () => ({
      lines: [{ product_id: "prod_none", variant_id: "variant_none", packs: 1 }],
      wanted_on: wantedOn(),
      idempotency_key: randomUUID(),
    }),
    expect: company(404),
  },
  {
    method: "POST",
    path: "/wholesale/quotes/:id/versions",
    ids: of("quote"),
    body: () => version,
    expect: company(400, 404),
  },
  {
    method: "POST",
    path: "/wholesale/quotes/:id/accept",
    ids: of("quote"),
    body: () => ({ upon_version: 99 }),
    expect: company(400, 404),
  },
  // Neither owner is an approver.
  {
    method: "POST",
    path: "/wholesale/quotes/:id/approval",
    ids: of("quote"),
    body: () => ({ decision: "approved" }),
    expect: company(403, 404),
  },
  // Nothing of it waits, and nothing was accepted.
  {
    method: "POST",
    path: "/wholesale/quotes/:id/approval/take-back",
    ids: of("quote"),
    body: () => ({}),
    expect: company(409, 404),
  },
  {
    method: "POST",
    path: "/wholesale/quotes/:id/give-back",
    ids: of("quote"),
    body: () => ({}),
    expect: company(400, 404),
  },
  {
    method: "POST",
    path: "/wholesale/quotes/:id/end",
    ids: of("quote"),
    body: () => ({ as: "withdrawn", upon_version: 99 }),
    expect: company(400, 404),
  },
  {
    method: "POST",
    path: "/wholesale/quotes/:id/messages",
    ids: of("quote"),
    body: () => ({ words: "matrix" }),
    expect: company(201, 404),
  },
  // A pack that nobody sells.
  {
    method: "GET",
    path: "/wholesale/spreads",
    query: () => `?variant_id=variant_none&packs=10&wanted_on=${wantedOn()}`,
    expect: company(404),
  },
  { method: "GET", path: "/wholesale/joint-quotes", expect: company(200) },
  { method: "GET", path: "/wholesale/joint-quotes/:id", ids: of("joint_quote"), expect: company(200, 404) },
  {
    method: "POST",
    path: "/wholesale/joint-quotes",
    body: () => ({
      parts: [{ product_id: "prod_none", variant_id: "variant_none", packs: 1 }],
      prefer: "cheapest",
      wanted_on: wantedOn(),
      idempotency_key: randomUUID(),
    }),
    expect: company(404),
  },
  {
    method: "POST",
    path: "/wholesale/joint-quotes/:id/parts",
    ids: of("joint_quote"),
    body: () => ({
      parts: [{ product_id: "prod_none", variant_id: "variant_none", packs: 1 }],
      idempotency_key: randomUUID(),
    }),
    expect: company(404),
  },
  {
    method: "POST",
    path: "/wholesale/joint-quotes/:id/accept",
    ids: of("joint_quote"),
    body: () => ({ parts: [{ quote_id: "quote_matrix_part", upon_version: 99 }] }),
    expect: company(400, 404),
  },
  // Neither owner is an approver.
  {
    method: "POST",
    path: "/wholesale/joint-quotes/:id/approval",
    ids: of("joint_quote"),
    body: () => ({ decision: "approved" }),
    expect: company(403, 404),
  },
  { method: "GET", path: "/desk/quotes", expect: desk(200, MANAGER) },
  { method: "GET", path: "/desk/quotes/:id", ids: of("quote"), expect: desk(200, { ...MANAGER, other: 404 }) },
  {
    method: "GET",
    path: "/desk/quotes/:id/file",
    ids: of("quote"),
    query: () => "?version=1",
    expect: desk(200, { ...MANAGER, other: 404 }),
  },
  {
    method: "GET",
    path: "/desk/quotes/:id/carriage",
    ids: of("quote"),
    expect: desk(200, { ...MANAGER, other: 404 }),
  },
  {
    method: "GET",
    path: "/desk/quotes/:id/delivery-notes",
    ids: of("quote"),
    expect: desk(200, { ...MANAGER, other: 404 }),
  },
  {
    method: "POST",
    path: "/desk/quotes/:id/offers",
    ids: of("quote"),
    body: () => ({ ...version, expires_at: later() }),
    expect: desk(400, { ...MANAGER, other: 404 }),
  },
  {
    method: "POST",
    path: "/desk/quotes/:id/accept",
    ids: of("quote"),
    body: () => ({ upon_version: 99 }),
    expect: desk(400, { ...MANAGER, other: 404 }),
  },
  {
    method: "POST",
    path: "/desk/quotes/:id/end",
    ids: of("quote"),
    body: () => ({ as: "withdrawn", upon_version: 99 }),
    expect: desk(400, { ...MANAGER, other: 404 }),
  },
  {
    method: "POST",
    path: "/desk/quotes/:id/messages",
    ids: of("quote"),
    body: () => ({ words: "matrix" }),
    expect: desk(201, { ...MANAGER, other: 404 }),
  },
];

export interface QuoteIds {
  quote: string;
  joint_quote: string;
}

/** A request of P to the cooperative X, with words that both have read. */
export async function insertQuote(
  house: House,
  { x, company: company_id, buyer }: { x: string; company: string; buyer: string },
): Promise<QuoteIds> {
  const put = (sql: string, ...values: unknown[]) => house.db.query(sql, values);
  const quote = "quote_matrix";
  await put(
    `insert into quote (id, company_id, cooperative_id, state, by, currency, asked_by, wanted_on, expires_at, idempotency_key, input_hash)
     values ($1, $2, $3, 'requested', 'buyer', 'CNY', $4, current_date + 33, now() + interval '20 days', 'matrix', 'matrix')`,
    quote,
    company_id,
    x,
    buyer,
  );
  await put(
    `insert into quote_version (quote_id, version, by, person, deliver_on, expires_at) values ($1, 1, 'buyer', $2, current_date + 33, now() + interval '20 days')`,
    quote,
    buyer,
  );
  await put(
    `insert into quote_line (quote_id, version, position, product_id, variant_id, pool_id, title, pack, grade, unit, units_per_pack, packs)
     values ($1, 1, 0, 'prod_none', 'variant_none', 'pool_none', '{"zh":"核桃","en":"Walnuts"}', '{"zh":"1 公斤","en":"1 kg"}', '1', 'g', 1000, 5)`,
    quote,
  );
  await put(
    `insert into quote_message (id, quote_id, by, person, words) values ('qmsg_matrix', $1, 'buyer', $2, 'canary-quote-words')`,
    quote,
    buyer,
  );
  const joint_quote = "joint_matrix";
  await put(
    `insert into joint_quote (id, company_id, asked_by, currency, product_id, variant_id, title, pack, grade, unit, units_per_pack, packs, prefer, wanted_on,
       idempotency_key, input_hash)
     values ($1, $2, $3, 'CNY', 'prod_none', 'variant_none', '{"zh":"核桃","en":"Walnuts"}', '{"zh":"1 公斤","en":"1 kg"}', '1', 'g', 1000, 10, 'cheapest',
       current_date + 33, 'matrix', 'matrix')`,
    joint_quote,
    company_id,
    buyer,
  );
  await put(
    `insert into quote (id, joint_id, company_id, cooperative_id, state, by, currency, asked_by, wanted_on, expires_at, idempotency_key, input_hash)
     values ('quote_matrix_part', $1, $2, $3, 'requested', 'buyer', 'CNY', $4, current_date + 33, now() + interval '20 days', 'matrix:part', 'matrix')`,
    joint_quote,
    company_id,
    x,
    buyer,
  );
  await put(
    `insert into quote_version (quote_id, version, by, person, deliver_on, expires_at) values ('quote_matrix_part', 1, 'buyer', $1, current_date + 33, now() + interval '20 days')`,
    buyer,
  );
  await put(
    `insert into quote_line (quote_id, version, position, product_id, variant_id, pool_id, title, pack, grade, unit, units_per_pack, packs)
     values ('quote_matrix_part', 1, 0, 'prod_none', 'variant_none', 'pool_none', '{"zh":"核桃","en":"Walnuts"}', '{"zh":"1 公斤","en":"1 kg"}', '1', 'g', 1000, 5)`,
  );
  return { quote, joint_quote };
}
