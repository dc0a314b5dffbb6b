import { randomUUID } from "node:crypto";
import type { House } from "../../../../dev/src/testing/house";
import { desk, everyone, of, type Expected, type Row, type Status } from "./row";

/** A route of a company: 401 for who acts for none; of an agreement of P the company Q gets 404. */
const company = (may: Status, other: Status = may): Expected =>
  everyone(401, { company_member: may, other_company_member: other });
const MANAGER = { roles: [] as const };

const terms = {
  lines: [{ product_id: "prod_none", variant_id: "variant_none", packs: 10, steps: [{ from: 0, price_minor: 100 }] }],
  from_day: "2098-01-01",
  to_day: "2098-12-31",
  minimum_packs: 1,
  notice_days: 0,
  shortfall: "ask",
  freight_minor: 0,
  freight_term: { bearer: "buyer" },
};
const proposal = () => ({ ...terms, idempotency_key: randomUUID() });
const later = () => ({ ...terms, upon_version: 99 });
/** Of no paper of ours. */
const signature = () => ({ version: 1, sha256: "0".repeat(64), name: "matrix" });

/** Agreements, for the company that buys and the cooperative that sells; nothing here is signed, and nothing stands on a version. */
export const AGREEMENT_ROWS: readonly Row[] = [
  { method: "GET", path: "/wholesale/agreements", expect: company(200) },
  // A pack that nobody sells.
  { method: "POST", path: "/wholesale/agreements", body: proposal, expect: company(404) },
  { method: "GET", path: "/wholesale/agreements/:id", ids: of("agreement"), expect: company(200, 404) },
  {
    method: "GET",
    path: "/wholesale/agreements/:id/file",
    ids: of("agreement"),
    query: () => "?version=1",
    expect: company(200, 404),
  },
  {
    method: "POST",
    path: "/wholesale/agreements/:id/versions",
    ids: of("agreement"),
    body: later,
    expect: company(400, 404),
  },
  {
    method: "POST",
    path: "/wholesale/agreements/:id/sign",
    ids: of("agreement"),
    body: signature,
    expect: company(400, 404),
  },
  // Dropped before: it stays so.
  { method: "POST", path: "/wholesale/agreements/:id/end", ids: of("agreement_over"), expect: company(200, 404) },
  // Signed by nobody.
  {
    method: "POST",
    path: "/wholesale/agreements/:id/call-offs",
    ids: of("agreement"),
    body: () => ({
      lines: [{ variant_id: "variant_none", packs: 1 }],
      wanted_on: "2098-06-01",
      idempotency_key: randomUUID(),
    }),
    expect: company(400, 404),
  },
  // Its season is not over.
  { method: "GET", path: "/wholesale/agreements/:id/statement", ids: of("agreement"), expect: company(404) },
  { method: "GET", path: "/desk/agreements", expect: desk(200, MANAGER) },
  // A company that nobody knows.
  {
    method: "POST",
    path: "/desk/agreements",
    body: () => ({ ...proposal(), company_id: "company_none" }),
    expect: desk(404, MANAGER),
  },
  { method: "GET", path: "/desk/agreement-companies", expect: desk(200, MANAGER) },
  { method: "GET", path: "/desk/agreements/:id", ids: of("agreement"), expect: desk(200, { ...MANAGER, other: 404 }) },
  {
    method: "GET",
    path: "/desk/agreements/:id/file",
    ids: of("agreement"),
    query: () => "?version=1",
    expect: desk(200, { ...MANAGER, other: 404 }),
  },
  {
    method: "POST",
    path: "/desk/agreements/:id/versions",
    ids: of("agreement"),
    body: later,
    expect: desk(400, { ...MANAGER, other: 404 }),
  },
  {
    method: "POST",
    path: "/desk/agreements/:id/sign",
    ids: of("agreement"),
    body: signature,
    expect: desk(400, { ...MANAGER, other: 404 }),
  },
  {
    method: "POST",
    path: "/desk/agreements/:id/end",
    ids: of("agreement_over"),
    expect: desk(200, { ...MANAGER, other: 404 }),
  },
  {
    method: "GET",
    path: "/desk/agreements/:id/statement",
    ids: of("agreement"),
    expect: desk(404, MANAGER),
  },
  // Nothing is owed of it.
  {
    method: "POST",
    path: "/desk/agreements/:id/compensation",
    ids: of("agreement"),
    body: () => ({ paid_on: "2026-01-01" }),
    expect: desk(400, { ...MANAGER, other: 404 }),
  },
  { method: "GET", path: "/desk/market-prices", expect: desk(200, MANAGER) },
  // A pack that no agreement prices by the market.
  {
    method: "POST",
    path: "/desk/market-prices",
    body: () => ({
      variant_id: "variant_none",
      currency: "CNY",
      day: "2026-01-01",
      price_minor: 100,
      source: "matrix",
      idempotency_key: randomUUID(),
    }),
    expect: desk(400, MANAGER),
  },
  // A quote that is no call-off.
  {
    method: "POST",
    path: "/desk/agreements/:id/call-offs/:quote_id/keep",
    ids: ({ ids }) => ({ id: ids.agreement, quote_id: ids.quote }),
    expect: desk(404, MANAGER),
  },
];

export interface AgreementIds {
  agreement: string;
  agreement_over: string;
}

/** A proposal of P to the cooperative X, and one that was dropped. */
export async function insertAgreements(
  house: House,
  { x, company: company_id, buyer }: { x: string; company: string; buyer: string },
): Promise<AgreementIds> {
  const put = (sql: string, ...values: unknown[]) => house.db.query(sql, values);
  const [agreement, agreement_over] = ["agreement_matrix", "agreement_matrix_over"];
  for (const [id, state] of [
    [agreement, "proposed"],
    [agreement_over, "dropped"],
  ] as const) {
    await put(
      `insert into agreement (id, number, company_id, cooperative_id, state, by, currency, ended_at, idempotency_key, input_hash)
       values ($1, $1, $2, $3, $4, 'buyer', 'CNY', case when $4 = 'dropped' then now() end, $1, 'matrix')`,
      id,
      company_id,
      x,
      state,
    );
    await put(
      `insert into agreement_version (agreement_id, version, by, person, from_day, to_day, minimum_packs, notice_days, shortfall, freight_minor, freight_bearer,
         terms, words, pdf, sha256, created_at)
       values ($1, 1, 'buyer', $2, '2098-01-01', '2098-12-31', 1, 0, 'ask', 0, 'buyer', '{"kind":"prepay"}', 'canary-agreement-words',
         '\\x25504446', encode(sha256('\\x25504446'), 'hex'), now())`,
      id,
      buyer,
    );
    await put(
      `insert into agreement_line (agreement_id, version, position, product_id, variant_id, pool_id, title, pack, grade, unit, units_per_pack, packs)
       values ($1, 1, 0, 'prod_none', 'variant_none', 'pool_none', '{"zh":"核桃","en":"Walnuts"}', '{"zh":"1 公斤","en":"1 kg"}', '1', 'g', 1000, 5)`,
      id,
    );
    await put(
      `insert into agreement_step (agreement_id, version, position, from_packs, price_minor) values ($1, 1, 0, 0, 100)`,
      id,
    );
  }
  return { agreement, agreement_over };
}
