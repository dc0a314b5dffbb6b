import { desk, type Row } from "./row";

const ACCOUNTANT = ["accountant"] as const;
const nobodys = () => ({ id: "pricepool_of_nobody" });

/** Price pools: the accountant's and the manager's. Whose they are is asked of the service in settlement/price-modes.spec.ts. */
export const PRICE_POOL_ROWS: readonly Row[] = [
  { method: "GET", path: "/desk/price-pools", expect: desk(200, { roles: ACCOUNTANT }) },
  {
    method: "POST",
    path: "/desk/price-pools",
    // The pool is X's and is priced by sale: refused in words; for the other cooperative it is not there.
    expect: desk(400, { roles: ACCOUNTANT, other: 404 }),
    body: (world) => ({
      name: "matrix",
      currency: "CNY",
      from: "2002-01-01",
      to: "2002-01-15",
      advance_bp: 6000,
      members: [{ pool_id: world.ids.pool, factor_bp: 10_000 }],
    }),
  },
  {
    method: "POST",
    path: "/desk/price-pools/:id/close",
    ids: nobodys,
    expect: desk(404, { roles: ACCOUNTANT }),
  },
  {
    method: "POST",
    path: "/desk/price-pools/:id/reopen",
    ids: nobodys,
    expect: desk(404, { roles: ACCOUNTANT }),
    body: () => ({ reason: "matrix" }),
  },
];
