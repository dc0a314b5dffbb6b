import type { House } from "../../../../dev/src/testing/house";
import { desk, everyone, of, type Expected, type Row, type Status } from "./row";

/** A route of a company: 401 for who acts for none; of P's the company Q gets 404. */
const company = (may: Status, other: Status = may): Expected =>
  everyone(401, { company_member: may, other_company_member: other });
const ACCOUNTANT = ["accountant"] as const;
const words = "matrix";
const SPAN = "?from=2026-01-01&to=2026-12-31&format=csv";

/** Bank transfers, for the company that pays and the cooperative that is paid. */
export const TRANSFER_ROWS: readonly Row[] = [
  { method: "GET", path: "/wholesale/quotes/:id/transfer", ids: of("quote"), expect: company(200, 404) },
  // Nothing was accepted that could be paid.
  {
    method: "POST",
    path: "/wholesale/quotes/:id/transfer",
    ids: of("quote"),
    body: () => ({}),
    expect: company(400, 404),
  },
  {
    method: "POST",
    path: "/wholesale/quotes/:id/account",
    ids: of("quote"),
    body: () => ({}),
    expect: company(400, 404),
  },
  { method: "GET", path: "/wholesale/quotes/:id/checkout", ids: of("quote"), expect: company(200, 404) },
  {
    method: "POST",
    path: "/wholesale/quotes/:id/checkout",
    ids: of("quote"),
    body: () => ({}),
    expect: company(400, 404),
  },
  { method: "GET", path: "/wholesale/joint-quotes/:id/checkout", ids: of("joint_quote"), expect: company(200, 404) },
  {
    method: "POST",
    path: "/wholesale/joint-quotes/:id/checkout",
    ids: of("joint_quote"),
    body: () => ({}),
    expect: company(400, 404),
  },
  { method: "GET", path: "/wholesale/joint-quotes/:id/transfer", ids: of("joint_quote"), expect: company(200, 404) },
  // Nothing of it was accepted.
  {
    method: "POST",
    path: "/wholesale/joint-quotes/:id/transfer",
    ids: of("joint_quote"),
    body: () => ({}),
    expect: company(400, 404),
  },
  {
    method: "GET",
    path: "/wholesale/joint-quotes/:id/transfer/file",
    ids: of("joint_quote"),
    expect: company(404),
  },
  { method: "GET", path: "/wholesale/joint-quotes/:id/file", ids: of("joint_quote"), expect: company(200, 404) },
  // No freight of it was settled.
  { method: "POST", path: "/wholesale/quotes/:id/freight", ids: of("quote"), body: () => ({}), expect: company(404) },
  { method: "GET", path: "/wholesale/account", expect: company(200) },
  { method: "GET", path: "/wholesale/account/file", query: () => SPAN, expect: company(200) },
  { method: "GET", path: "/wholesale/orders", expect: company(200) },
  // The order is somebody else's.
  {
    method: "GET",
    path: "/wholesale/orders/:id",
    ids: () => ({ id: "order_matrix_owed" }),
    expect: company(404),
  },
  {
    method: "POST",
    path: "/wholesale/orders/:id/invoices",
    ids: () => ({ id: "order_matrix_owed" }),
    body: () => ({}),
    expect: company(404),
  },
  { method: "GET", path: "/wholesale/invoices", expect: company(200) },
  {
    method: "GET",
    path: "/wholesale/invoices/sheet",
    query: () => "?from=2026-01-01&to=2026-12-31",
    expect: company(200),
  },
  {
    method: "GET",
    path: "/wholesale/invoices/:id/file",
    ids: () => ({ id: "inv_matrix_none" }),
    expect: company(404),
  },
  { method: "GET", path: "/wholesale/proformas", expect: company(200) },
  { method: "GET", path: "/wholesale/proformas/:id", ids: of("proforma"), expect: company(200, 404) },
  { method: "GET", path: "/wholesale/proformas/:id/file", ids: of("proforma"), expect: company(200, 404) },
  { method: "GET", path: "/desk/proformas", expect: desk(200, { roles: ACCOUNTANT }) },
  { method: "GET", path: "/desk/receivables", expect: desk(200, { roles: ACCOUNTANT }) },
  {
    method: "GET",
    path: "/desk/receivables/:company_id",
    ids: ({ ids }) => ({ company_id: ids.company }),
    expect: desk(200, { roles: ACCOUNTANT, other: 404 }),
  },
  {
    method: "GET",
    path: "/desk/receivables/:company_id/file",
    ids: ({ ids }) => ({ company_id: ids.company }),
    query: () => SPAN,
    expect: desk(200, { roles: ACCOUNTANT, other: 404 }),
  },
  { method: "GET", path: "/desk/transfers", expect: desk(200, { roles: ACCOUNTANT }) },
  { method: "GET", path: "/desk/bank-statements", expect: desk(200, { roles: ACCOUNTANT }) },
  {
    method: "GET",
    path: "/desk/bank-statements/:id",
    ids: of("bank_statement"),
    expect: desk(200, { roles: ACCOUNTANT, other: 404 }),
  },
  {
    method: "POST",
    path: "/desk/bank-statements",
    // No file of a bank: who may send one is told so.
    expect: desk(400, { roles: ACCOUNTANT }),
    query: () => "?name=matrix.xml",
  },
  { method: "GET", path: "/desk/taken-back", expect: desk(200, { roles: ACCOUNTANT }) },
  {
    method: "POST",
    path: "/desk/taken-back/:id/close",
    ids: of("taken_back"),
    body: () => ({ words }),
    // The first to close it does; the next is told so.
    expect: desk([200, 400], { roles: ACCOUNTANT, other: 404 }),
  },
  // It pays no debt; or was closed before, and is not there any more.
  {
    method: "POST",
    path: "/desk/taken-back/:id/reopen",
    ids: of("taken_back"),
    body: () => ({ words }),
    expect: desk([400, 404], { roles: ACCOUNTANT, other: 404 }),
  },
  // A proforma that nobody has.
  {
    method: "POST",
    path: "/desk/transfers/:id/assign",
    ids: of("transfer"),
    body: () => ({ proforma: "RF540000001234", words }),
    expect: desk(404, { roles: ACCOUNTANT }),
  },
  {
    method: "POST",
    path: "/desk/transfers/:id/keep",
    ids: of("transfer"),
    body: () => ({ words }),
    expect: desk(200, { roles: ACCOUNTANT, other: 404 }),
  },
  // Its money has its place already.
  {
    method: "POST",
    path: "/desk/transfers/:id/dismiss",
    ids: of("transfer_used"),
    body: () => ({ words }),
    expect: desk(400, { roles: ACCOUNTANT, other: 404 }),
  },
  {
    method: "POST",
    path: "/desk/transfers/:id/return",
    ids: of("transfer"),
    // The first to send it back does; the next is told so.
    body: () => ({ words }),
    expect: desk([200, 400], { roles: ACCOUNTANT, other: 404 }),
  },
];

const operator = (may: Status): Expected => everyone(401, { operator: may });

/** Who brings orders, by themselves and by the operator. */
export const AGENT_ROWS: readonly Row[] = [
  { method: "GET", path: "/agent/me", expect: everyone(401) },
  { method: "GET", path: "/agent/orders", expect: everyone(401) },
  { method: "GET", path: "/agent/account", expect: everyone(401) },
  {
    method: "POST",
    path: "/agent/account",
    body: () => ({
      holder: words,
      account: "6222021234567894",
      bank: { system: "CNAPS", member_id: "102100099996" },
      password: "a long enough password",
    }),
    expect: everyone(401),
  },
  { method: "POST", path: "/agent/account/call-off", body: () => ({}), expect: everyone(401) },
  { method: "GET", path: "/agent/statements", expect: everyone(401) },
  { method: "GET", path: "/agent/statements/:id", ids: () => ({ id: "cstmt_none" }), expect: everyone(401) },
  { method: "GET", path: "/agent/statements/:id/file", ids: () => ({ id: "cstmt_none" }), expect: everyone(401) },
  { method: "GET", path: "/desk/commissions", expect: desk(200, { roles: ACCOUNTANT }) },
  // Nothing is owed to anybody.
  {
    method: "POST",
    path: "/desk/commissions",
    body: () => ({ currency: "CNY" }),
    expect: desk(400, { roles: ACCOUNTANT }),
  },
  {
    method: "GET",
    path: "/desk/commissions/:id",
    ids: of("commission_run"),
    expect: desk(200, { roles: ACCOUNTANT, other: 404 }),
  },
  // The first to say something does; the next is told so.
  {
    method: "POST",
    path: "/desk/commissions/:id/approve",
    ids: of("commission_run"),
    body: () => ({}),
    expect: desk([200, 400], { roles: ACCOUNTANT, other: 404 }),
  },
  {
    method: "POST",
    path: "/desk/commissions/:id/call-off",
    ids: of("commission_run"),
    body: () => ({}),
    expect: desk([200, 400], { roles: ACCOUNTANT, other: 404 }),
  },
  { method: "GET", path: "/agent/joins/:token", ids: () => ({ token: "no-such-word" }), expect: everyone(404) },
  {
    method: "POST",
    path: "/agent/joins/:token",
    ids: () => ({ token: "no-such-word" }),
    body: () => ({ password: "a long enough password" }),
    expect: everyone(404),
  },
  { method: "GET", path: "/admin/commonlot/agents", expect: operator(200) },
  {
    method: "POST",
    path: "/admin/commonlot/agents",
    body: () => ({ code: "MATRIX", name: words, email: "agent-matrix@agent.example", rate_bp: 100 }),
    // There is one already.
    expect: operator(400),
  },
  {
    method: "POST",
    path: "/admin/commonlot/agents/:id",
    ids: of("agent"),
    body: () => ({ name: words, rate_bp: 100, active: true, version: 99 }),
    expect: operator(409),
  },
  {
    method: "POST",
    path: "/admin/commonlot/agents/:id/link",
    ids: of("agent"),
    body: () => ({}),
    expect: operator(200),
  },
];

export interface TransferIds {
  agent: string;
  commission_run: string;
  proforma: string;
  bank_statement: string;
  transfer: string;
  transfer_used: string;
  taken_back: string;
}

/** What P is to transfer to the cooperative X, and money that came too late for it. */
export async function insertTransfers(
  house: House,
  { x, company: company_id, quote }: { x: string; company: string; quote: string },
): Promise<TransferIds> {
  const put = (sql: string, ...values: unknown[]) => house.db.query(sql, values);
  const [proforma, bank_statement, transfer] = ["proforma_matrix", "bstmt_matrix", "tline_matrix"];
  await put(
    `insert into proforma (id, number, reference, cooperative_id, company_id, company, quote_id, quote_number, cart_id, currency, amount_minor, account, due_at,
       state, because, ended_at, issued_by)
     values ($1, 999, 'RF000000000999', $2, $3, 'canary-transfer-company', $4, 'Q-1', 'cart_matrix', 'CNY', 100,
       '{"name":"canary-transfer-account","account_sealed":null,"last4":null}', now(), 'lapsed', 'unpaid', now(), 'wmember_matrix')`,
    proforma,
    x,
    company_id,
    quote,
  );
  // Of an order on account, paid by now: the company has an account with this cooperative.
  await put(
    `insert into proforma (id, number, reference, cooperative_id, company_id, company, quote_id, quote_number, cart_id, currency, amount_minor, account, due_at,
       kind, state, order_id, ended_at, settled_at, issued_by)
     values ('proforma_matrix_owed', 998, 'RF000000000998', $1, $2, 'canary-transfer-company', $3, 'Q-1', 'cart_matrix_owed', 'CNY', 100,
       '{"name":"canary-transfer-account","account_sealed":null,"last4":null}', now(), 'account', 'ordered', 'order_matrix_owed', now(), now(), 'wmember_matrix')`,
    x,
    company_id,
    quote,
  );
  await put(
    `insert into bank_statement (id, cooperative_id, kind, sha256, name, lines, read_by) values ($1, $2, 'csv', 'matrix', 'matrix.csv', 1, 'member_matrix')`,
    bank_statement,
    x,
  );
  await put(
    `insert into transfer_line (id, cooperative_id, source, line_key, statement_id, booked_on, currency, amount_minor, payer, words, why, company_id)
     values ($1, $2, 'bank', 'matrix', $3, '2026-12-01', 'CNY', 100, 'canary-transfer-payer', 'RF000000000999', 'void', $4)`,
    transfer,
    x,
    bank_statement,
    company_id,
  );
  // All of it was sent back.
  const transfer_used = "tline_matrix_used";
  await put(
    `insert into transfer_line (id, cooperative_id, source, line_key, statement_id, booked_on, currency, amount_minor, payer, words)
     values ($1, $2, 'bank', 'matrix-used', $3, '2026-12-01', 'CNY', 100, 'canary-transfer-payer', 'x')`,
    transfer_used,
    x,
    bank_statement,
  );
  await put(
    `insert into transfer_use (id, line_id, kind, amount_minor, person, words) values ('tuse_matrix', $1, 'returned', 100, 'member_matrix', 'x')`,
    transfer_used,
  );
  const taken_back = "tback_matrix";
  await put(
    `insert into transfer_taken_back (id, cooperative_id, line_key, statement_id, booked_on, currency, amount_minor, payer, words, line_id)
     values ($1, $2, 'matrix', $3, '2026-12-02', 'CNY', 100, 'canary-transfer-payer', 'x', $4)`,
    taken_back,
    x,
    bank_statement,
    transfer,
  );
  const agent = "agent_matrix";
  await put(
    `insert into agent (id, code, name, email, rate_bp) values ($1, 'MATRIX', 'canary-agent', 'agent-matrix@agent.example', 100)`,
    agent,
  );
  const commission_run = "crun_matrix";
  await put(
    `insert into commission_run (id, cooperative_id, currency, requested_by) values ($1, $2, 'CNY', 'member_matrix')`,
    commission_run,
    x,
  );
  return { proforma, bank_statement, transfer, transfer_used, taken_back, agent, commission_run };
}
