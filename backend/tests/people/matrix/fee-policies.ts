import { desk, everyone, type Row } from "./row";

const ACCOUNTANT = ["accountant"] as const;
const nobodys = () => ({ id: "fprop_of_nobody" });
const proposal = {
  product_id: null,
  currency: "CNY",
  // Past: refused in words to those who may propose, so that the matrix changes no rates.
  from_day: "2002-01-01",
  until_day: null,
  reason: "the matrix",
  terms: {
    platform_bp: 300,
    cooperative_bp: 500,
    agent_bp: 0,
    packing_minor_per_kg: 80,
    freight_rule: "pooled",
    tax_treatment: "set_apart",
    holdback_bp: 0,
    holdback_release: "after_days",
    holdback_days: 30,
    hold_days: 0,
    minimum_payout_minor: 1_000,
    seller: "cooperative",
  },
};

/** Rates: the accountant's and the manager's; the platform's terms are its operator's. */
export const FEE_POLICY_ROWS: readonly Row[] = [
  { method: "GET", path: "/desk/fee-policies", expect: desk(200, { roles: ACCOUNTANT }) },
  { method: "POST", path: "/desk/fee-policies", expect: desk(400, { roles: ACCOUNTANT }), body: () => proposal },
  {
    method: "POST",
    path: "/desk/fee-policies/:id/decision",
    ids: nobodys,
    expect: desk(404, { roles: ACCOUNTANT }),
    body: () => ({ decision: "rejected", words: "the matrix" }),
  },
  {
    method: "GET",
    path: "/desk/fee-policies/:id/simulation",
    ids: nobodys,
    expect: desk(404, { roles: ACCOUNTANT }),
  },
  {
    method: "POST",
    path: "/desk/fee-policies/:id/simulation",
    ids: nobodys,
    expect: desk(404, { roles: ACCOUNTANT }),
    body: () => ({ seen: null }),
  },
  { method: "GET", path: "/desk/settlement-schedule", expect: desk(200, { roles: ACCOUNTANT }) },
  {
    method: "POST",
    path: "/desk/settlement-schedule",
    // Not every month has a twentieth in its first half: refused in words, so that nothing is set.
    expect: desk(400, { roles: ACCOUNTANT }),
    body: () => ({ rhythm: "half_monthly", day: 20 }),
  },
  {
    method: "GET",
    path: "/admin/commonlot/fee-policies",
    query: (world) => `?cooperative_id=${world.ids.cooperative}`,
    expect: everyone(401, { operator: 200 }),
  },
  {
    method: "POST",
    path: "/admin/commonlot/fee-policies",
    expect: everyone(401, { operator: 400 }),
    body: (world) => ({ ...proposal, cooperative_id: world.ids.cooperative }),
  },
  {
    method: "POST",
    path: "/admin/commonlot/fee-policies/:id/withdraw",
    ids: nobodys,
    expect: everyone(401, { operator: 404 }),
    body: (world) => ({ cooperative_id: world.ids.cooperative, words: "the matrix" }),
  },
];
