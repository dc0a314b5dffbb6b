import { randomUUID } from "node:crypto";
import type { House } from "../../../../dev/src/testing/house";
import { soon } from "./ledger-world";
import { desk, type Row, of } from "./row";

const NOBODY_ELSE = [] as const;
const PACKER = ["packer"] as const;
const TRUCK_RATE = {
  name: "matrix",
  currency: "CNY",
  capacity_kg: 5_000,
  capacity_pallets: 8,
  base_minor: 10_000,
  per_km_minor: 500,
  minimum_minor: 0,
  valid_from: "2026-01-01",
};

/** Carriers, rate cards, cartons and numbers at the desk: each cooperative only its own. */
export const CARRIER_ROWS: readonly Row[] = [
  { method: "GET", path: "/desk/carriers", expect: desk(200) },
  {
    method: "POST",
    path: "/desk/carriers",
    expect: desk(200, { roles: NOBODY_ELSE }),
    body: () => ({
      code: "zto",
      needs_phone: true,
      active: false,
      cutoff: "15:30",
      pickup_days: [1, 3, 5],
      tracking_lengths: [],
      tracking_prefixes: [],
      services: [{ service: "standard", title: "标准", cold: false }],
    }),
  },
  { method: "GET", path: "/desk/rate-cards", expect: desk(200) },
  { method: "GET", path: "/desk/rate-cards/:id", ids: of("rate_card"), expect: desk(200, { other: 404 }) },
  {
    method: "POST",
    path: "/desk/rate-cards/:id/end",
    ids: of("rate_card"),
    expect: desk(200, { roles: NOBODY_ELSE, other: 404 }),
    body: () => ({ last_day: soon(400) }),
  },
  {
    method: "POST",
    path: "/desk/rate-cards/:id/withdraw",
    ids: of("rate_card"),
    expect: desk(200, { roles: NOBODY_ELSE, other: 404 }),
  },
  { method: "GET", path: "/desk/truck-rates", expect: desk(200) },
  {
    method: "POST",
    path: "/desk/truck-rates",
    expect: desk(201, { roles: NOBODY_ELSE }),
    body: () => ({ ...TRUCK_RATE, name: randomUUID() }),
  },
  {
    method: "POST",
    path: "/desk/truck-rates/:id/withdraw",
    ids: of("truck_rate"),
    expect: desk(200, { roles: NOBODY_ELSE, other: 404 }),
  },
  {
    method: "GET",
    path: "/desk/handovers/:id/delivery-notes",
    ids: of("handover"),
    expect: desk(200, { other: 404 }),
  },
  // It left with a carrier, so no note went with it.
  {
    method: "GET",
    path: "/desk/handovers/:id/delivery-notes/:order_id",
    ids: (world) => ({ id: world.ids.handover, order_id: "order_none" }),
    expect: desk(404, { roles: PACKER }),
  },
  {
    method: "POST",
    path: "/desk/rates",
    expect: desk(200),
    body: () => ({ parcel: { place: "44", gross_g: 12_000 } }),
  },
  { method: "GET", path: "/desk/cartons", expect: desk(200) },
  {
    method: "POST",
    path: "/desk/cartons/:id/stock",
    ids: of("carton"),
    expect: desk(200, { roles: PACKER, other: 404 }),
    body: () => ({ kind: "received", count: 10, idempotency_key: randomUUID() }),
  },
  { method: "GET", path: "/desk/cartons/:id/movements", ids: of("carton"), expect: desk(200, { other: 404 }) },
  {
    method: "POST",
    path: "/desk/cartons/:id/retire",
    ids: of("carton"),
    expect: desk(200, { roles: NOBODY_ELSE, other: 404 }),
  },
  { method: "GET", path: "/desk/packs", expect: desk(200) },
  {
    method: "POST",
    path: "/desk/shipping-sheets",
    expect: desk(200, { roles: PACKER }),
    body: () => ({
      kind: "cartons",
      rows: [{ line: 2, code: "matrix", tare_g: "200", max_weight_kg: "5", cost: "2.10" }],
    }),
  },
  {
    method: "GET",
    path: "/desk/shipping-sheets/:kind",
    ids: () => ({ kind: "rate-cards" }),
    expect: desk(200),
  },
  { method: "GET", path: "/desk/tracking-numbers", expect: desk(200) },
  // Another's parcel is refused by line, and the rest goes on: nothing of it is told.
  {
    method: "POST",
    path: "/desk/tracking-numbers",
    expect: desk(200, { roles: PACKER }),
    body: (world) => ({
      numbers: [{ line: 2, parcel_number: world.ids.parcel_number, tracking_number: "SF1012345678901" }],
    }),
  },
  { method: "GET", path: "/desk/refused-bookings", expect: desk(200) },
  // No carrier refused it: who may mend is told so.
  {
    method: "POST",
    path: "/desk/parcels/:id/booking",
    ids: of("parcel"),
    expect: desk(400, { roles: PACKER, other: 404 }),
    body: () => ({ phone: "13900000000" }),
  },
  // It left, or nothing was booked for it.
  {
    method: "POST",
    path: "/desk/parcels/:id/booking/cancel",
    ids: of("parcel"),
    expect: desk([200, 400], { roles: PACKER, other: 404 }),
    body: () => ({ reason: "matrix" }),
  },
  {
    method: "POST",
    path: "/desk/waves/:id/bookings",
    ids: of("wave"),
    expect: desk(200, { roles: PACKER, other: 404 }),
  },
  {
    method: "POST",
    path: "/desk/waves/:id/carrier-labels",
    ids: of("wave"),
    expect: desk(200, { roles: PACKER, other: 404 }),
  },
  // The carrier's lists wait for bookings, which take a moment.
  // Nothing of it was refused: nothing is asked.
  {
    method: "POST",
    path: "/desk/handovers/:id/bookings",
    ids: of("handover"),
    expect: desk(200, { roles: PACKER, other: 404 }),
  },
  {
    method: "POST",
    path: "/desk/handovers/:id/manifests",
    ids: of("handover"),
    expect: desk([200, 400], { roles: PACKER, other: 404 }),
  },
  { method: "GET", path: "/desk/booking-cancels", expect: desk(200) },
  { method: "GET", path: "/desk/pickups", expect: desk(200) },
  // A carrier without an interface: ring it up.
  {
    method: "POST",
    path: "/desk/pickups",
    expect: desk(400, { roles: PACKER }),
    body: () => ({ carrier: "sf", day: soon(1) }),
  },
  // There is none in this world, of mine as of others.
  {
    method: "POST",
    path: "/desk/pickups/:id/cancel",
    ids: () => ({ id: "pickup_none" }),
    expect: desk(404, { roles: PACKER, other: 404 }),
  },
];

/** A card of X's own that priced nothing, and a box. Removed with the matrix's other rows: nothing is planned after it. */
export async function makeCarriers(
  house: House,
  manager: string,
): Promise<{ rate_card: string; carton: string; truck_rate: string }> {
  const call = async (method: string, to: string, body?: unknown) => {
    const answer = await fetch(new URL(to, house.backendUrl), {
      method,
      headers: { "content-type": "application/json", authorization: `Bearer ${manager}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${to} was refused: ${await answer.text()}`);
    return (await answer.json()) as {
      rate_cards: { id: string }[];
      cartons: { id: string; own: boolean }[];
      truck_rate: { id: string };
    };
  };
  const card = { line: 2, carrier: "sf", service: "matrix", valid_from: soon(300), zone: "1", provinces: "44" };
  const prices = { first_kg: "1", first_price: "8", step_kg: "1", step_price: "2", max_kg: "30" };
  await call("POST", "/desk/shipping-sheets", { kind: "rate-cards", confirmed: true, rows: [{ ...card, ...prices }] });
  const box = { line: 2, code: "world", tare_g: "200", max_weight_kg: "5", cost: "2.10" };
  await call("POST", "/desk/shipping-sheets", { kind: "cartons", rows: [box] });
  const { rate_cards } = await call("GET", "/desk/rate-cards");
  const { cartons } = await call("GET", "/desk/cartons");
  const { truck_rate } = await call("POST", "/desk/truck-rates", TRUCK_RATE);
  return {
    rate_card: rate_cards[0]?.id ?? "",
    carton: cartons.find((one) => one.own)?.id ?? "",
    truck_rate: truck_rate.id,
  };
}
