import { desk, everyone, of, type Row } from "./row";

const ACCOUNTANT = ["accountant"] as const;
const nobodys = () => ({ id: "id_of_nobody" });
const DAYS = "?from=2026-01-01&to=2026-01-31";

/** Refunds of the year, members, and the ledger for accountants. Whose rows they are is asked in settlement/*.spec.ts too. */
export const PATRONAGE_ROWS: readonly Row[] = [
  { method: "GET", path: "/desk/patronage", expect: desk(200, { roles: ACCOUNTANT }) },
  {
    method: "GET",
    path: "/desk/patronage/preview",
    query: () => "?year=2001&distributable_minor=100&share_bp=6000&basis=weight",
    // Nothing was sold then: who may ask is told so.
    expect: desk(400, { roles: ACCOUNTANT }),
  },
  {
    method: "POST",
    path: "/desk/patronage",
    expect: desk(400, { roles: ACCOUNTANT }),
    body: () => ({ year: 2001, distributable_minor: 100, share_bp: 6_000, basis: "weight", words: "the matrix" }),
  },
  { method: "GET", path: "/desk/patronage/runs/:id", ids: nobodys, expect: desk(404, { roles: ACCOUNTANT }) },
  {
    method: "POST",
    path: "/desk/patronage/runs/:id/decision",
    ids: nobodys,
    expect: desk(404, { roles: ACCOUNTANT }),
    body: () => ({ decision: "dropped", words: "the matrix" }),
  },
  {
    method: "POST",
    path: "/desk/patronage/runs/:id/reversal",
    ids: nobodys,
    expect: desk(404, { roles: ACCOUNTANT }),
    body: () => ({ act: "ask", words: "the matrix" }),
  },
  {
    method: "POST",
    path: "/desk/households/:id/member-entries",
    ids: of("household"),
    expect: desk(201, { roles: ACCOUNTANT, other: 404 }),
    // The same entry from everybody who may: one key, one entry.
    body: () => ({
      kind: "paid_in",
      amount_minor: 100,
      currency: "CNY",
      on_day: "2026-01-01",
      words: "the matrix",
      idempotency_key: "matrix-member-1",
    }),
  },
  { method: "GET", path: "/desk/ledger-codes", expect: desk(200, { roles: ACCOUNTANT }) },
  {
    method: "POST",
    path: "/desk/ledger-codes",
    expect: desk(400, { roles: ACCOUNTANT }),
    body: () => ({ kind: "bank", code: "=1+1", name: "the matrix" }),
  },
  { method: "GET", path: "/desk/trial-balance", query: () => DAYS, expect: desk(200, { roles: ACCOUNTANT }) },
  { method: "GET", path: "/desk/ledger-export", query: () => DAYS, expect: desk(200, { roles: ACCOUNTANT }) },
  { method: "GET", path: "/desk/money-reads", expect: desk(200, { roles: ACCOUNTANT }) },
  ...(["ledger-export", "trial-balance"] as const).map((path): Row => {
    return {
      method: "GET",
      path: `/admin/commonlot/${path}`,
      query: () => DAYS,
      expect: everyone(401, { operator: 200 }),
    };
  }),
  { method: "GET", path: "/admin/commonlot/money-reads", expect: everyone(401, { operator: 200 }) },
];
