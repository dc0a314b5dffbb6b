import { randomUUID } from "node:crypto";
import { desk, everyone, type Row, of } from "./row";

const SHED = ["weigher", "packer"] as const;
/** Managers only. */
const NOBODY_ELSE = [] as const;

/** Shorts, recalls and lots' lives at the desk. The short and the recall of the world have ended: who may ask is told so. */
export const SHORT_ROWS: readonly Row[] = [
  { method: "GET", path: "/desk/lots/:id", ids: of("lot"), expect: desk(200, { other: 404 }) },
  { method: "GET", path: "/desk/shorts", expect: desk(200) },
  {
    method: "POST",
    path: "/desk/shorts",
    expect: desk(201, { roles: SHED, other: 404 }),
    body: (world) => ({
      kind: "lot_spoiled",
      lot_id: world.ids.lot,
      units: 1,
      reason: "mould",
      idempotency_key: randomUUID(),
    }),
  },
  {
    method: "POST",
    path: "/desk/shorts",
    // Taking a replacement back is a manager's.
    expect: desk(201, { roles: NOBODY_ELSE, other: 404 }),
    body: (world) => ({
      kind: "lot_spoiled",
      lot_id: world.ids.lot,
      units: 1,
      reason: "mould",
      take_back: true,
      idempotency_key: randomUUID(),
    }),
  },
  { method: "GET", path: "/desk/shorts/:id", ids: of("short"), expect: desk(200, { other: 404 }) },
  {
    method: "POST",
    path: "/desk/shorts/:id/preview",
    ids: of("short"),
    expect: desk(200, { roles: SHED, other: 404 }),
  },
  {
    method: "POST",
    path: "/desk/shorts/:id/preview",
    ids: of("short"),
    expect: desk(200, { roles: NOBODY_ELSE, other: 404 }),
    body: () => ({ take_back: true }),
  },
  {
    method: "POST",
    path: "/desk/shorts/:id/apply",
    ids: of("short"),
    expect: desk(400, { roles: NOBODY_ELSE, manager: 400, other: 404 }),
    body: () => ({ plan_hash: "0".repeat(64) }),
  },
  { method: "POST", path: "/desk/shorts/:id/drop", ids: of("short"), expect: desk(200, { roles: SHED, other: 404 }) },
  {
    method: "POST",
    path: "/desk/shorts/:id/undo",
    ids: of("short"),
    expect: desk(400, { roles: NOBODY_ELSE, manager: 400, other: 404 }),
  },
  {
    method: "POST",
    path: "/desk/shorts/:id/restock",
    ids: of("short"),
    expect: desk(200, { roles: NOBODY_ELSE, other: 404 }),
  },
  { method: "GET", path: "/desk/pools/:id/short-policy", ids: of("pool"), expect: desk(200, { other: 404 }) },
  {
    method: "POST",
    path: "/desk/pools/:id/short-policy",
    ids: of("pool"),
    expect: desk(200, { roles: NOBODY_ELSE, other: 404 }),
    body: () => ({ policy: "substitute", wait_days: 14, reason: "the matrix" }),
  },
  { method: "GET", path: "/desk/recalls", expect: desk(200) },
  {
    method: "POST",
    path: "/desk/recalls",
    // The first to ask holds the lot back; the next are told that it is.
    expect: desk([201, 400], { roles: SHED, other: 404 }),
    body: (world) => ({
      lot_id: world.ids.neighbour_lot,
      reason: "laboratory",
      advice: "do not eat",
      idempotency_key: randomUUID(),
    }),
  },
  { method: "GET", path: "/desk/recalls/:id", ids: of("recall"), expect: desk(200, { other: 404 }) },
  {
    method: "POST",
    path: "/desk/recalls/:id/notify",
    ids: of("recall"),
    expect: desk(200, { roles: NOBODY_ELSE, other: 404 }),
  },
  {
    method: "POST",
    path: "/desk/recalls/:id/take-out",
    ids: of("recall"),
    expect: desk(400, { roles: SHED, other: 404 }),
  },
  {
    method: "POST",
    path: "/desk/recalls/:id/end",
    ids: of("recall"),
    expect: desk(400, { roles: NOBODY_ELSE, manager: 400, other: 404 }),
    body: () => ({ how: "wasted", reason: "again" }),
  },
];

/** A question to a wholesale buyer: whoever has its link may answer; the world's is of a short that was dropped. */
export const QUESTION_ROWS: readonly Row[] = [
  {
    method: "GET",
    path: "/store/short-questions/:token",
    ids: () => ({ token: "matrix-token" }),
    expect: everyone(404),
  },
  {
    method: "POST",
    path: "/store/short-questions/:token",
    ids: () => ({ token: "matrix-token" }),
    expect: everyone(404),
    body: () => ({ answer: "accept" }),
  },
];
