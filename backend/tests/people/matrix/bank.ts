import { desk, of, type Row } from "./row";

const ACCOUNTANT = ["accountant"] as const;

/** What the bank answers: for accountants of the cooperative. */
export const BANK_ROWS: readonly Row[] = [
  { method: "GET", path: "/desk/bank-answers", expect: desk(200, { roles: ACCOUNTANT }) },
  {
    method: "POST",
    path: "/desk/bank-answers",
    // No file of a bank: who may send one is told so.
    expect: desk(400, { roles: ACCOUNTANT }),
    query: () => "?name=matrix.xml",
  },
  {
    method: "GET",
    path: "/desk/bank-answers/:id",
    ids: of("bank_file"),
    expect: desk(200, { roles: ACCOUNTANT, other: 404 }),
  },
  { method: "GET", path: "/desk/bank-open-items", expect: desk(200, { roles: ACCOUNTANT }) },
  {
    method: "POST",
    path: "/desk/bank-open-items/:id/take",
    ids: of("bank_item"),
    expect: desk(200, { roles: ACCOUNTANT, other: 404 }),
  },
  {
    method: "POST",
    path: "/desk/bank-open-items/:id/close",
    ids: of("bank_item"),
    // The first to close it closes it; the next is told so.
    expect: desk([200, 400], { roles: ACCOUNTANT, other: 404 }),
    body: () => ({ reason: "matrix" }),
  },
  { method: "GET", path: "/desk/reversals", expect: desk(200, { roles: ACCOUNTANT }) },
  // Nothing of this name in either cooperative: who may ask is told so.
  {
    method: "POST",
    path: "/desk/payouts/:id/reversal",
    ids: () => ({ id: "nothing_of_this_name" }),
    expect: desk(404, { roles: ACCOUNTANT }),
    body: () => ({ reason: "matrix" }),
  },
  {
    method: "POST",
    path: "/desk/reversals/:id/decision",
    ids: () => ({ id: "nothing_of_this_name" }),
    expect: desk(404, { roles: ACCOUNTANT }),
    body: () => ({ decision: "drop" }),
  },
  { method: "GET", path: "/desk/bank-sheet", expect: desk(200, { roles: ACCOUNTANT }) },
  {
    method: "POST",
    path: "/desk/paying-account",
    expect: desk(400, { roles: [] }),
    body: () => ({ name: "Matrix", account: "DE00500105175407324931" }),
  },
  {
    method: "POST",
    path: "/desk/bank-sheet",
    expect: desk(200, { roles: ACCOUNTANT }),
    body: () => ({ layout: { columns: ["name", "account", "amount"], headings: "zh", total: true } }),
  },
];
