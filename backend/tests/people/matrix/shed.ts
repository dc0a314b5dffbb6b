import { randomUUID } from "node:crypto";
import { desk, type Row, of } from "./row";

const PACKER = ["packer"] as const;
/** Managers only. */
const NOBODY_ELSE = [] as const;

/** The packing shed. Bodies are right in shape and refused by a rule where a yes would change what other rows ask for. */
export const SHED_ROWS: readonly Row[] = [
  { method: "GET", path: "/desk/waves", expect: desk(200) },
  { method: "GET", path: "/desk/plans", expect: desk(200) },
  {
    method: "POST",
    path: "/desk/orders/:id/plan",
    ids: of("order"),
    // Its plan stands: there is nothing to ask for again, whoever asks.
    expect: desk(404, { roles: PACKER, other: 404 }),
  },
  { method: "GET", path: "/desk/wave-orders", expect: desk(200) },
  {
    method: "POST",
    path: "/desk/waves",
    // The first to ask takes what waits of the order; the next find nothing, as does who works elsewhere.
    expect: desk([201, 400], { roles: PACKER, other: 400 }),
    body: (world) => ({
      order_ids: [world.ids.order],
      cut_off_at: new Date(Date.now() + 86_400_000).toISOString(),
      idempotency_key: randomUUID(),
    }),
  },
  { method: "GET", path: "/desk/waves/:id", ids: of("wave"), expect: desk(200, { other: 404 }) },
  { method: "GET", path: "/desk/waves/:id/pick-list", ids: of("wave"), expect: desk(200, { other: 404 }) },
  {
    method: "POST",
    path: "/desk/waves/:id/add",
    ids: of("wave"),
    expect: desk(200, { roles: PACKER, other: 404 }),
    body: (world) => ({ order_ids: [world.ids.shed_order] }),
  },
  {
    method: "POST",
    path: "/desk/waves/:id/take-out",
    ids: of("wave"),
    // A parcel nobody has: the world's stays in its wave, as other rows want it.
    expect: desk(404, { roles: PACKER, other: 404 }),
    body: () => ({ parcel_id: "parcel_none" }),
  },
  {
    method: "POST",
    path: "/desk/waves/:id/close",
    ids: of("wave"),
    expect: desk(400, { roles: PACKER, other: 404 }),
  },
  {
    method: "GET",
    path: "/desk/scan",
    expect: desk(200, { roles: PACKER, other: 404 }),
    query: (world) => `?code=${world.ids.shed_number}`,
  },
  {
    method: "GET",
    path: "/desk/parcels/:id/packing",
    ids: of("shed_parcel"),
    expect: desk(200, { roles: PACKER, other: 404 }),
  },
  {
    method: "POST",
    path: "/desk/parcels/:id/checks",
    ids: of("shed_parcel"),
    expect: desk(400, { roles: PACKER, other: 404 }),
    body: () => ({ code: "NOBODYKNOWS" }),
  },
  {
    method: "POST",
    path: "/desk/parcels/:id/pack",
    ids: of("shed_parcel"),
    expect: desk(400, { roles: PACKER, other: 404 }),
    body: () => ({ weighed_g: 900_000 }),
  },
  {
    method: "POST",
    path: "/desk/parcels/:id/relabel",
    ids: of("shed_parcel"),
    expect: desk(400, { roles: PACKER, other: 404 }),
    body: () => ({ number: "CLOTHER", reason: "torn" }),
  },
  {
    method: "GET",
    path: "/desk/parcels/:id/label",
    ids: of("shed_parcel"),
    // Nobody replaced its label: there is none that was printed alone.
    expect: desk(404, { roles: PACKER, other: 404 }),
  },
  {
    method: "POST",
    path: "/desk/regroups/preview",
    // The world's order is known to the parcels alone, not to Medusa: who may ask is told that it is gone.
    expect: desk(404, { roles: PACKER, other: 404 }),
    body: (world) => ({ kind: "split", parcel_ids: [world.ids.shed_parcel], move: { line_none: 1 } }),
  },
  {
    method: "POST",
    path: "/desk/regroups",
    expect: desk(404, { roles: PACKER, other: 404 }),
    body: (world) => ({
      kind: "split",
      parcel_ids: [world.ids.shed_parcel],
      move: { line_none: 1 },
      reason: "apart",
      cost_after_minor: 1,
      idempotency_key: randomUUID(),
    }),
  },
  { method: "GET", path: "/desk/board", expect: desk(200) },
  {
    method: "POST",
    path: "/desk/papers",
    expect: desk(202, { roles: PACKER, other: 404 }),
    body: (world) => ({ kind: "pick_list", wave_id: world.ids.wave }),
  },
  { method: "GET", path: "/desk/papers/:id", ids: of("paper"), expect: desk(200, { roles: PACKER, other: 404 }) },
  { method: "GET", path: "/desk/papers/:id/file", ids: of("paper"), expect: desk(200, { roles: PACKER, other: 404 }) },
  { method: "GET", path: "/desk/handovers", expect: desk(200) },
  { method: "GET", path: "/desk/handovers/:id", ids: of("handover"), expect: desk(200, { other: 404 }) },
  // Not handed over, and nothing in it: refused by a rule, so that the world stays as other rows want it.
  {
    method: "POST",
    path: "/desk/parcels/:id/arrival",
    ids: of("shed_parcel"),
    expect: desk(400, { roles: PACKER, other: 404 }),
    body: () => ({ said: "delivered" }),
  },
  {
    method: "POST",
    path: "/desk/handovers/:id/arrival",
    ids: of("handover"),
    expect: desk(400, { roles: PACKER, other: 404 }),
    body: () => ({ said: "delivered" }),
  },
  { method: "GET", path: "/desk/packing-policy", expect: desk(200) },
  {
    method: "POST",
    path: "/desk/packing-policy",
    expect: desk(201, { roles: NOBODY_ELSE }),
    body: () => ({ tolerance_g: 30, tolerance_bp: 200 }),
  },
];
