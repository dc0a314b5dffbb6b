import { randomUUID } from "node:crypto";
import { desk, household, type Row } from "./row";
import type { World } from "./world";

const lot = (world: World) => ({ id: world.ids.lot });
const photo = (world: World) => ({ id: world.ids.lot, photo_id: world.ids.photo });
const WEIGHER = ["weigher"] as const;

/** Round the weighing place: tables, tickets, corrections, objections, photos, files of scales. */
export const WEIGH_IN_ROWS: readonly Row[] = [
  { method: "GET", path: "/desk/weigh-in", expect: desk(200) },
  { method: "GET", path: "/desk/day-prices", expect: desk(200) },
  {
    method: "POST",
    path: "/desk/day-prices",
    expect: desk(201, { roles: [] }),
    body: () => ({ produce: "walnut", grade: "1", day: "2002-01-01", price_minor: 2_800, per: "kg" }),
  },
  { method: "GET", path: "/desk/deduction-rules", expect: desk(200) },
  {
    method: "POST",
    path: "/desk/deduction-rules",
    expect: desk(201, { roles: [] }),
    body: () => ({
      produce: "rice",
      kind: "other",
      method: "share",
      base_bp: 100,
      limit_bp: null,
      from_day: "2002-01-01",
    }),
  },
  {
    method: "POST",
    path: "/desk/equipment/containers",
    expect: desk(201, { roles: [] }),
    body: () => ({ code: "matrix", name: "matrix", tare_g: 500 }),
  },
  {
    method: "POST",
    path: "/desk/equipment/scales",
    expect: desk(201, { roles: [] }),
    body: () => ({ code: "matrix", name: "matrix", limit_g: 50_000 }),
  },
  { method: "GET", path: "/desk/culls", expect: desk(200) },
  {
    method: "POST",
    path: "/desk/culls",
    expect: desk(201, { roles: WEIGHER, other: 404 }),
    body: (world) => ({
      card_number: "ZX0001",
      pool_id: world.ids.pool,
      units: 500,
      reason: "mould",
      idempotency_key: randomUUID(),
    }),
  },
  {
    method: "POST",
    path: "/desk/scale-files",
    expect: desk(200, { roles: WEIGHER }),
    body: () => ({ name: "matrix.csv", text: "card\nZX0001", take: true }),
  },
  { method: "GET", path: "/desk/lots/:id/ticket", ids: lot, expect: desk(200, { other: 404 }) },
  { method: "GET", path: "/desk/lots/:id/ticket/print", ids: lot, expect: desk(200, { other: 404 }) },
  // A body that is no photo: who may send one is told so.
  { method: "POST", path: "/desk/lots/:id/photos", ids: lot, expect: desk(400, { roles: WEIGHER, other: 404 }) },
  { method: "GET", path: "/desk/lots/:id/photos/:photo_id", ids: photo, expect: desk(200, { other: 404 }) },
  { method: "GET", path: "/desk/objections", expect: desk(200) },
  {
    method: "POST",
    path: "/desk/lots/:id/objections",
    ids: lot,
    // While one is open, the second is the first.
    expect: desk([200, 201], { roles: WEIGHER, other: 404 }),
    body: () => ({ via: "call", words: "matrix" }),
  },
  {
    method: "POST",
    path: "/desk/objections/:id/explain",
    ids: (world) => ({ id: world.ids.objection }),
    expect: desk([200, 400], { roles: WEIGHER, other: 404 }),
    body: () => ({ words: "matrix" }),
  },
  { method: "GET", path: "/desk/corrections", expect: desk(200) },
  {
    method: "POST",
    path: "/desk/lots/:id/corrections",
    ids: lot,
    // One waits already.
    expect: desk(400, { roles: WEIGHER, other: 404 }),
    body: () => ({ units: 2_400, reason: "typing_error", words: "matrix", idempotency_key: randomUUID() }),
  },
  {
    method: "POST",
    path: "/desk/corrections/:id/sign",
    ids: (world) => ({ id: world.ids.correction }),
    // Whoever entered it may not sign it; once signed it stays signed.
    expect: desk([200, 400], { roles: WEIGHER, other: 404 }),
  },
  {
    method: "POST",
    path: "/desk/corrections/:id/drop",
    ids: (world) => ({ id: world.ids.correction }),
    expect: desk([200, 400], { roles: WEIGHER, other: 404 }),
  },
  { method: "GET", path: "/household/hand-in", expect: household(200) },
  { method: "GET", path: "/household/lots/:id", ids: lot, expect: household(200, 404) },
  { method: "GET", path: "/household/lots/:id/photos/:photo_id", ids: photo, expect: household(200, 404) },
  {
    method: "POST",
    path: "/household/lots/:id/objections",
    ids: lot,
    expect: household([200, 201], 404),
    body: () => ({ words: "matrix" }),
  },
];
