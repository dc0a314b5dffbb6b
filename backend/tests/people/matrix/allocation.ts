import { randomUUID } from "node:crypto";
import { desk, everyone, type Row } from "./row";
import type { World } from "./world";

const order = (world: World) => ({ id: world.ids.order });
const pool = (world: World) => ({ id: world.ids.pool });
const ACCOUNTANT = ["accountant"] as const;
const PACKER = ["packer"] as const;

/** Who fills an order, swaps, simulation, and the rule of a pool. */
export const ALLOCATION_ROWS: readonly Row[] = [
  { method: "GET", path: "/desk/orders/:id/allocation", ids: order, expect: desk(200, { other: 404 }) },
  {
    method: "POST",
    path: "/desk/orders/:id/swaps",
    ids: order,
    // Its parcel holds no lots, so there is nothing that may still be swapped: who may ask is told so.
    expect: desk([201, 400], { roles: PACKER, other: 404 }),
    body: (world) => ({
      order_line_id: world.ids.order_line,
      from_lot_id: world.ids.allocated_lot,
      to_lot_id: world.ids.neighbour_lot,
      units: 100,
      reason: "the matrix",
      idempotency_key: randomUUID(),
    }),
  },
  {
    method: "GET",
    path: "/desk/orders/:id/simulation",
    ids: order,
    query: (world) => `?rule=equal&order_line_id=${world.ids.order_line}`,
    expect: desk(200, { other: 404 }),
  },
  {
    method: "GET",
    path: "/desk/pools/:id/simulation",
    ids: pool,
    query: () => "?rule=equal&units=1000",
    expect: desk(200, { other: 404 }),
  },
  { method: "GET", path: "/desk/pools/:id/rules", ids: pool, expect: desk(200, { other: 404 }) },
  {
    method: "POST",
    path: "/desk/pools/:id/rules",
    ids: pool,
    // One waits already, until somebody decides it: who may ask is told so.
    expect: desk([201, 400], { roles: ACCOUNTANT, other: 404 }),
    body: () => ({ rule: "equal", reason: "the matrix" }),
  },
  {
    method: "POST",
    path: "/desk/pools/:id/rules/:rule_id/decision",
    ids: (world) => ({ id: world.ids.pool, rule_id: world.ids.rule }),
    // The first to decide decides; the next finds it decided.
    expect: desk([200, 409], { roles: ACCOUNTANT, other: 404 }),
    body: () => ({ decision: "drop" }),
  },
  {
    method: "GET",
    path: "/admin/commonlot/orders/:id/allocation",
    ids: order,
    expect: everyone(401, { operator: 200 }),
    // An order nobody has is filled by nothing.
    missing: 200,
  },
  {
    method: "GET",
    path: "/admin/commonlot/products/:id/lots",
    ids: (world) => ({ id: world.ids.product }),
    expect: everyone(401, { operator: 200 }),
    missing: 200,
  },
];
