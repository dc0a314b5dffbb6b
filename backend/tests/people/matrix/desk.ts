import { randomUUID } from "node:crypto";
import { desk, type Row, of } from "./row";

const ACCOUNTANT = ["accountant"] as const;
const PACKER = ["packer"] as const;

/** Everything below /desk: members of a cooperative, each only its own. */
export const DESK_ROWS: readonly Row[] = [
  { method: "GET", path: "/desk/me", expect: desk(200) },
  { method: "GET", path: "/desk/households", expect: desk(200) },
  { method: "GET", path: "/desk/lots", expect: desk(200) },
  {
    method: "POST",
    path: "/desk/lots",
    expect: desk(201, { roles: ["weigher"], other: 404 }),
    body: (world) => ({
      card_number: "ZX0001",
      pool_id: world.ids.pool,
      gross_g: 3_000,
      tare_g: 500,
      harvested_on: new Date(Date.now() - 86_400_000).toISOString().slice(0, 10),
      idempotency_key: randomUUID(),
    }),
  },
  { method: "GET", path: "/desk/pools", expect: desk(200) },
  { method: "GET", path: "/desk/pools/:id", ids: of("pool"), expect: desk(200, { other: 404 }) },
  { method: "GET", path: "/desk/parcels", expect: desk(200) },
  { method: "GET", path: "/desk/parcels/:id", ids: of("parcel"), expect: desk(200, { other: 404 }) },
  { method: "GET", path: "/desk/orders", expect: desk(200) },
  {
    method: "GET",
    path: "/desk/orders/:id/labels",
    ids: of("order"),
    expect: desk(200, { roles: PACKER, other: 404 }),
  },
  {
    method: "GET",
    path: "/desk/orders/:id/label-print",
    ids: of("order"),
    expect: desk(200, { roles: PACKER, other: 404 }),
  },
  {
    method: "POST",
    path: "/desk/handovers",
    // The first to ask takes the parcel; the next finds it gone.
    expect: desk([200, 201, 400, 409], { roles: PACKER, other: [400, 404] }),
    body: (world) => ({ parcel_ids: [world.ids.parcel] }),
  },
  { method: "GET", path: "/desk/settlement-periods", expect: desk(200, { roles: ACCOUNTANT }) },
  {
    method: "POST",
    path: "/desk/settlement-periods",
    // The same days of one cooperative are one period.
    expect: desk([201, 400], { roles: ACCOUNTANT, other: 201 }),
    body: () => ({ from: "2002-01-01", to: "2002-01-15" }),
  },
  {
    method: "GET",
    path: "/desk/settlement-periods/:id",
    ids: of("period"),
    expect: desk(200, { roles: ACCOUNTANT, other: 404 }),
  },
  // It is settled and approved already: who may ask is told so.
  {
    method: "POST",
    path: "/desk/settlement-periods/:id/settle",
    ids: of("period"),
    expect: desk([202, 400], { roles: ACCOUNTANT, other: 404 }),
  },
  {
    method: "POST",
    path: "/desk/settlement-periods/:id/approve",
    ids: of("period"),
    expect: desk([200, 400, 403], { roles: ACCOUNTANT, other: 404 }),
  },
  {
    method: "POST",
    path: "/desk/settlement-periods/:id/remove",
    ids: of("period"),
    expect: desk(400, { roles: ACCOUNTANT, other: 404 }),
  },
  { method: "GET", path: "/desk/payout-batches", expect: desk(200, { roles: ACCOUNTANT }) },
  {
    method: "GET",
    path: "/desk/payout-batches/:id",
    ids: of("batch"),
    expect: desk(200, { roles: ACCOUNTANT, other: 404 }),
  },
  // A batch of another rail has no bank file: who may ask is told so.
  {
    method: "GET",
    path: "/desk/payout-batches/:id/bank-file",
    ids: of("batch"),
    expect: desk(400, { roles: ACCOUNTANT, other: 404 }),
  },
];
