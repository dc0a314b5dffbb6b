import { randomUUID } from "node:crypto";
import { soon } from "./ledger-world";
import { desk, household, type Row, of } from "./row";
import type { World } from "./world";

const SCALE = ["weigher"] as const;
const HANDS = ["weigher", "packer"] as const;
const NOBODY_ELSE = [] as const;
const month = () => `?from=${soon(-20)}&to=${soon(0)}`;

/** The pool ledger at the desk: each cooperative only its own pools, lots, holds and counts. */
export const LEDGER_ROWS: readonly Row[] = [
  { method: "GET", path: "/desk/pools/:id/why", ids: of("pool"), expect: desk(200, { other: 404 }) },
  {
    method: "GET",
    path: "/desk/pools/:id/replay",
    ids: of("pool"),
    query: () => `?day=${soon(0)}`,
    expect: desk(200, { other: 404 }),
  },
  { method: "GET", path: "/desk/pools/:id/audit", ids: of("pool"), query: month, expect: desk(200, { other: 404 }) },
  { method: "GET", path: "/desk/tasks", expect: desk(200) },
  { method: "GET", path: "/desk/activity", expect: desk(200, { roles: ["accountant"] }) },
  {
    method: "POST",
    path: "/desk/pools/:id/status",
    ids: of("pool"),
    expect: desk(200, { roles: NOBODY_ELSE, other: 404 }),
    // It is open already: nothing changes for the rows that follow.
    body: () => ({ status: "open", reason: "matrix" }),
  },
  { method: "GET", path: "/desk/pool-choices", expect: desk(200, { roles: NOBODY_ELSE }) },
  {
    method: "POST",
    path: "/desk/pools",
    // A village of this cooperative and no other's; the pool is there already, so that nothing is made: refused in words.
    expect: desk(400, { roles: NOBODY_ELSE, other: 404 }),
    body: (world) => ({
      village_id: world.ids.village,
      produce: "walnut",
      grade: "1",
      unit: "g",
      blendable: true,
      reason: "matrix",
    }),
  },
  { method: "GET", path: "/desk/adjustments", expect: desk(200) },
  {
    method: "POST",
    path: "/desk/adjustments",
    expect: desk(201, { roles: HANDS, other: 404 }),
    body: (world) => ({
      pool_id: world.ids.pool,
      kind: "waste",
      reason: "spoilt",
      words: "matrix",
      lines: [{ lot_id: world.ids.lot, delta_units: -1 }],
      idempotency_key: randomUUID(),
    }),
  },
  {
    method: "POST",
    path: "/desk/adjustments/:id/approve",
    ids: of("adjustment"),
    expect: desk(200, { roles: NOBODY_ELSE, other: 404 }),
  },
  // The first takes it back or says no; the next is told so.
  {
    method: "POST",
    path: "/desk/adjustments/:id/drop",
    ids: of("waiting_adjustment"),
    expect: desk([200, 409], { roles: HANDS, other: 404 }),
  },
  { method: "GET", path: "/desk/ledger-policy", expect: desk(200) },
  {
    method: "POST",
    path: "/desk/ledger-policy",
    expect: desk(200, { roles: NOBODY_ELSE }),
    body: () => ({ limit_g: 20_000, limit_pieces: 60, bearer: "pro_rata" }),
  },
  { method: "GET", path: "/desk/returned-goods", expect: desk(200) },
  // Nothing of that line has been sent: who may decide is told so.
  {
    method: "POST",
    path: "/desk/returned-goods/:id/decide",
    ids: of("returned"),
    expect: desk(400, { roles: HANDS, other: 404 }),
    body: () => ({ sellable: true, words: "matrix" }),
  },
  {
    method: "GET",
    path: "/desk/lots/:id/split",
    ids: of("lot"),
    expect: desk(400, { roles: SCALE, other: 404 }),
    query: (world) => `?to_pool_id=${world.ids.pool ?? ""}&units=1`,
  },
  // There is no second pool of this produce: who may split is told that it lies there already.
  {
    method: "POST",
    path: "/desk/lots/:id/split",
    ids: of("lot"),
    expect: desk(400, { roles: SCALE, other: 404 }),
    body: (world) => ({ to_pool_id: world.ids.pool, units: 1, reason: "matrix", idempotency_key: randomUUID() }),
  },
  { method: "GET", path: "/desk/stocktakes", expect: desk(200) },
  {
    method: "POST",
    path: "/desk/stocktakes",
    expect: desk(201, { roles: HANDS, other: 404 }),
    body: (world) => ({ pool_id: world.ids.pool }),
  },
  { method: "GET", path: "/desk/stocktakes/:id", ids: of("stocktake"), expect: desk(200, { other: 404 }) },
  { method: "GET", path: "/desk/stocktakes/:id/sheet", ids: of("stocktake"), expect: desk(200, { other: 404 }) },
  {
    method: "POST",
    path: "/desk/stocktakes/:id/count",
    ids: of("stocktake"),
    expect: desk(200, { roles: HANDS, other: 404 }),
    body: () => ({ counted: 100_000_000 }),
  },
  // The packer counted last, so the manager is the second person.
  {
    method: "POST",
    path: "/desk/stocktakes/:id/approve",
    ids: of("stocktake"),
    expect: desk(200, { roles: NOBODY_ELSE, other: 404 }),
  },
  {
    method: "POST",
    path: "/desk/stocktakes/:id/drop",
    ids: of("stocktake"),
    expect: desk([200, 409], { roles: HANDS, other: 404 }),
  },
  { method: "GET", path: "/desk/shrink-rules", expect: desk(200) },
  {
    method: "POST",
    path: "/desk/shrink-rules",
    expect: desk(201, { roles: NOBODY_ELSE }),
    body: () => ({ produce: "walnut", ppm_per_day: 500, from_day: soon(300), reason: "matrix" }),
  },
  { method: "GET", path: "/desk/forecasts", expect: desk(200) },
  {
    method: "POST",
    path: "/desk/forecasts",
    expect: desk(201, { roles: SCALE, other: 404 }),
    body: (world) => ({ household_id: world.ids.household, ...harvest(world) }),
  },
  {
    method: "POST",
    path: "/desk/forecasts/:id/end",
    ids: of("forecast"),
    expect: desk(200, { roles: SCALE, other: 404 }),
    body: () => ({ to: "delivered" }),
  },
  { method: "GET", path: "/desk/holds", expect: desk(200) },
  {
    method: "POST",
    path: "/desk/holds",
    expect: desk(201, { roles: NOBODY_ELSE, other: 404 }),
    body: (world) => ({
      kind: "quote",
      owner_id: "matrix-2",
      lines: [{ pool_id: world.ids.pool, units: 3 }],
      days: 2,
      note: "matrix",
    }),
  },
  {
    method: "POST",
    path: "/desk/holds/:id/release",
    ids: of("hold"),
    expect: desk(200, { roles: NOBODY_ELSE, other: 404 }),
    body: () => ({ reason: "matrix" }),
  },
  { method: "GET", path: "/desk/expiring", expect: desk(200) },
];

/** What a household declares of its harvest. */
export const HOUSEHOLD_LEDGER_ROWS: readonly Row[] = [
  { method: "GET", path: "/household/forecasts", expect: household(200) },
  {
    method: "POST",
    path: "/household/forecasts",
    // Another cooperative's pool is none to a household.
    expect: { ...household(201), other_household: 404 },
    body: harvest,
  },
  { method: "POST", path: "/household/forecasts/:id/withdraw", ids: of("own_forecast"), expect: household(200, 404) },
];

function harvest(world: World) {
  return {
    pool_id: world.ids.pool,
    units: 1_000,
    ready_from: soon(10),
    ready_to: soon(20),
    idempotency_key: randomUUID(),
  };
}
