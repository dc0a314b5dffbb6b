import { randomUUID } from "node:crypto";
import type { House } from "../../../../dev/src/testing/house";
import { desk, everyone, of, type Expected, type Row, type Status } from "./row";

/** A route of a company: 401 for who acts for none; of a list or quote of P the company Q gets 404. */
const company = (may: Status, other: Status = may): Expected =>
  everyone(401, { company_member: may, other_company_member: other });
const NOBODY_ELSE = { roles: [], other: 404 } as const;

/** The quick order: each member has a list of their own, and a company keeps lists of its own; what packs cost companies is a manager's. */
export const QUICK_ROWS: readonly Row[] = [
  { method: "GET", path: "/wholesale/quick", expect: company(200) },
  { method: "GET", path: "/wholesale/quick/list", expect: company(200) },
  { method: "POST", path: "/wholesale/quick/packs", body: () => ({ packs: [] }), expect: company(200) },
  {
    method: "POST",
    path: "/wholesale/quick/sheet",
    body: () => ({ lines: [{ name: "matrix", amount: "1" }], idempotency_key: randomUUID() }),
    expect: company(201),
  },
  {
    method: "POST",
    path: "/wholesale/quick/list/lines",
    body: () => ({ lines: [{ line: 9_999, off: true }] }),
    expect: company(200),
  },
  // Nobody sells what is on it.
  {
    method: "POST",
    path: "/wholesale/quick/list/quotes",
    body: () => ({ wanted_on: "2099-01-01", idempotency_key: randomUUID() }),
    expect: company(400),
  },
  { method: "GET", path: "/wholesale/order-lists", expect: company(200) },
  { method: "POST", path: "/wholesale/order-lists", body: () => ({ name: "matrix" }), expect: company(201) },
  {
    method: "POST",
    path: "/wholesale/order-lists/:id/use",
    ids: of("order_list"),
    body: () => ({}),
    expect: company(200, 404),
  },
  {
    method: "POST",
    path: "/wholesale/order-lists/:id/remove",
    ids: of("order_list"),
    body: () => ({}),
    expect: company(200, 404),
  },
  {
    method: "POST",
    path: "/wholesale/quotes/:id/again",
    ids: of("quote"),
    body: () => ({}),
    expect: company(200, 404),
  },
  { method: "POST", path: "/wholesale/quick/list/empty", body: () => ({}), expect: company(200) },
  {
    method: "GET",
    path: "/desk/products/:id/company-prices",
    ids: of("product"),
    expect: desk(200, NOBODY_ELSE),
  },
  // A pack that it has not.
  {
    method: "POST",
    path: "/desk/products/:id/company-prices",
    ids: of("product"),
    body: () => ({ packs: [{ variant_id: "variant_none", minimum_packs: 1, steps: [], seen: 0 }] }),
    expect: desk(404, NOBODY_ELSE),
  },
];

export interface QuickIds {
  order_list: string;
}

/** What P's owner works on, and a list that P keeps. */
export async function insertLists(
  house: House,
  { company: company_id, buyer }: { company: string; buyer: string },
): Promise<QuickIds> {
  const put = (sql: string, ...values: unknown[]) => house.db.query(sql, values);
  const order_list = "olist_matrix_kept";
  const list = async (id: string, kind: string, name: string) => {
    await put(
      `insert into order_list (id, company_id, member_id, kind, name) values ($1, $2, $3, $4, $5)`,
      id,
      company_id,
      buyer,
      kind,
      name,
    );
    await put(
      `insert into order_list_line (list_id, line, name, unit, fault) values ($1, 1, 'canary-order-line', 'packs', 'not_found')`,
      id,
    );
  };
  await list("olist_matrix", "working", "");
  await list(order_list, "saved", "canary-order-list");
  return { order_list };
}
