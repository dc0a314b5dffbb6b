import { desk, everyone, of, type Row } from "./row";

const ACCOUNTANT = ["accountant"] as const;
/** Managers only. */
const NOBODY_ELSE = [] as const;
const nobodys = () => ({ id: "id_of_nobody" });
const words = () => ({ words: "matrix" });

/** Clawbacks, disputes, refunds of divided sales, dry runs. Whose they are is asked of the services in settlement/*.spec.ts. */
export const CLAWBACK_ROWS: readonly Row[] = [
  { method: "GET", path: "/desk/clawbacks", expect: desk(200, { roles: ACCOUNTANT }) },
  {
    method: "POST",
    path: "/desk/clawbacks/:id/waive",
    ids: nobodys,
    expect: desk(404, { roles: NOBODY_ELSE }),
    body: words,
  },
  { method: "GET", path: "/desk/clawback-cap", expect: desk(200, { roles: ACCOUNTANT }) },
  {
    method: "POST",
    path: "/desk/clawback-cap",
    // The first proposes it; the next is told that it waits.
    expect: desk([201, 400], { roles: ACCOUNTANT, other: 201 }),
    body: () => ({ cap_bp: 2_000, words: "matrix" }),
  },
  {
    method: "POST",
    path: "/desk/clawback-cap/:id/decision",
    ids: nobodys,
    expect: desk(404, { roles: ACCOUNTANT }),
    body: () => ({ decision: "drop" }),
  },
  {
    method: "POST",
    path: "/desk/reserve",
    // Nothing is there to be set aside: who may is told so.
    expect: desk(400, { roles: NOBODY_ELSE }),
    body: () => ({ currency: "KWD", amount_minor: 1, words: "matrix", idempotency_key: "matrix-reserve-1" }),
  },
  { method: "GET", path: "/desk/disputes", expect: desk(200, { roles: ACCOUNTANT }) },
  {
    method: "POST",
    path: "/desk/disputes/:id/notes",
    ids: nobodys,
    expect: desk(404, { roles: ACCOUNTANT }),
    body: words,
  },
  {
    method: "POST",
    path: "/desk/disputes/:id/write-off",
    ids: nobodys,
    expect: desk(404, { roles: NOBODY_ELSE }),
    body: words,
  },
  {
    method: "POST",
    path: "/admin/commonlot/disputes/:id/write-off",
    ids: nobodys,
    expect: everyone(401, { operator: 404 }),
    body: words,
  },
  {
    method: "GET",
    path: "/admin/commonlot/disputes",
    expect: everyone(401, { operator: 200 }),
  },
  { method: "GET", path: "/admin/commonlot/outside-refunds", expect: everyone(401, { operator: 200 }) },
  {
    method: "POST",
    path: "/admin/commonlot/outside-refunds/:id/book",
    ids: nobodys,
    expect: everyone(401, { operator: 404 }),
    body: () => ({ lines: [{ order_line_id: "line_of_nobody", amount_minor: 1 }], words: "matrix" }),
  },
  { method: "GET", path: "/desk/outside-refunds", expect: desk(200, { roles: ACCOUNTANT }) },
  {
    method: "POST",
    path: "/desk/outside-refunds/:id/book",
    ids: nobodys,
    expect: desk(404, { roles: ACCOUNTANT }),
  },
  {
    method: "POST",
    path: "/desk/outside-refunds/:id/close",
    ids: nobodys,
    expect: desk(404, { roles: ACCOUNTANT }),
    body: words,
  },
  // Of an order that was never captured there is nothing to give back, whoever asks.
  { method: "GET", path: "/desk/orders/:id/refunds", ids: nobodys, expect: desk(404, { roles: ACCOUNTANT }) },
  {
    method: "POST",
    path: "/desk/orders/:id/refunds",
    ids: nobodys,
    expect: desk(404, { roles: ACCOUNTANT }),
    body: () => ({
      lines: [{ order_line_id: "line_of_nobody", amount_minor: 1 }],
      words: "matrix",
      idempotency_key: "matrix-refund-1",
    }),
  },
  {
    method: "GET",
    path: "/desk/settlement-periods/:id/dry-run",
    ids: of("period"),
    expect: desk(200, { roles: ACCOUNTANT, other: 404 }),
  },
  {
    method: "POST",
    path: "/desk/settlement-periods/:id/dry-run",
    ids: () => ({ id: "period_of_nobody" }),
    expect: desk(404, { roles: ACCOUNTANT, other: 404 }),
    body: () => ({ seen: null }),
  },
  {
    method: "GET",
    path: "/desk/settlement-periods/:id/dry-run-sheet",
    ids: of("period"),
    expect: desk(200, { roles: ACCOUNTANT, other: 404 }),
  },
  {
    method: "GET",
    path: "/desk/settlement-periods/:id/dry-run/:household_id",
    ids: (world) => ({ id: world.ids.period, household_id: "household_of_nobody" }),
    expect: desk(404, { roles: ACCOUNTANT, other: 404 }),
  },
];
