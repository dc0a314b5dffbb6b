import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { randomUUID } from "node:crypto";
import type { House } from "../../../../dev/src/testing/house";
import { desk, everyone, household, of, type Row } from "./row";
import type { World } from "./world";

const PACKER = ["packer"] as const;
const ASKS = ["packer", "accountant"] as const;
const LOOKS = ["packer", "weigher"] as const;
const BOOKS = ["accountant"] as const;
/** Managers only. */
const NOBODY_ELSE = [] as const;

export interface ClaimIds {
  claim: string;
  claim_photo: string;
  claim_policy: string;
}

/** A claim that was dropped, with a photo, and a proposal that was not taken: who may ask is told that both have ended. */
export async function insertClaims(
  house: House,
  input: { mark: string; cooperative: string; parcel: string; order: string },
): Promise<ClaimIds> {
  const { mark, cooperative } = input;
  const ids = { claim: `claim_${mark}`, claim_photo: `photo_${mark}_claim`, claim_policy: `cpol_${mark}` };
  const put = (sql: string, ...values: unknown[]) => house.db.query(sql, values);
  await put(
    `insert into parcel_claim (id, cooperative_id, parcel_id, order_id, kind, source, state, drop_reason, words, opened_by, wish_due_at, lots_bp, idempotency_key, input_hash)
     values ($1, $2, $3, $4, 'lost', 'desk', 'dropped', 'error', $5, 'm', now(), 0, $1, 'x')`,
    ids.claim,
    cooperative,
    input.parcel,
    input.order,
    `canary-claim-${mark}`,
  );
  const file = path.join("claim-photos", `${mark}.jpg`);
  await mkdir(path.join(house.env.FILES_DIR ?? "", "claim-photos"), { recursive: true });
  await writeFile(path.join(house.env.FILES_DIR ?? "", file), `canary-claim-${mark}`);
  await put(
    `insert into parcel_claim_photo (id, claim_id, file, source_sha256, width, height, bytes, taken_by) values ($1, $2, $3, 'x', 9, 9, 9, 'buyer')`,
    ids.claim_photo,
    ids.claim,
    file,
  );
  await put(
    `insert into claim_policy (id, cooperative_id, version, state, from_day, report_days, wish_days, lots_bp, reason, proposed_by, decided_by, decided_at)
     values ($1, $2, 1, 'dropped', '2001-01-01', 7, 3, 0, $3, 'm', 'm2', now())`,
    ids.claim_policy,
    cooperative,
    `canary-claim-${mark}`,
  );
  return ids;
}

const report = (world: World) => ({ id: "order_none", claim_id: world.ids.claim });

/** Claims about parcels. */
export const CLAIM_ROWS: readonly Row[] = [
  { method: "GET", path: "/desk/claims", expect: desk(200) },
  {
    method: "POST",
    path: "/desk/claims",
    // It was not handed over: who may ask is told so.
    expect: desk(400, { roles: ASKS, other: 404 }),
    body: (world) => ({
      parcel_id: world.ids.shed_parcel,
      kind: "lost",
      words: "it never came",
      idempotency_key: randomUUID(),
    }),
  },
  { method: "GET", path: "/desk/claims/:id", ids: of("claim"), expect: desk(200, { other: 404 }) },
  {
    method: "POST",
    path: "/desk/claims/:id/wish",
    ids: of("claim"),
    expect: desk(400, { roles: ASKS, other: 404 }),
    body: () => ({ wish: "refund" }),
  },
  {
    method: "POST",
    path: "/desk/claims/:id/inspection",
    ids: of("claim"),
    expect: desk(400, { roles: LOOKS, other: 404 }),
    body: () => ({ finding: "packing", words: "broken inside" }),
  },
  // No picture: refused once it is known who asks.
  {
    method: "POST",
    path: "/desk/claims/:id/photos",
    ids: of("claim"),
    expect: desk(400, { roles: LOOKS, other: 404 }),
  },
  {
    method: "GET",
    path: "/desk/claims/:id/photos/:photo_id",
    ids: (world) => ({ id: world.ids.claim, photo_id: world.ids.claim_photo }),
    expect: desk(200, { other: 404 }),
  },
  {
    method: "POST",
    path: "/desk/claims/:id/decision",
    ids: of("claim"),
    expect: desk(400, { roles: NOBODY_ELSE, other: 404 }),
    body: () => ({ remedy: "refund", cause: "carrier" }),
  },
  {
    method: "POST",
    path: "/desk/claims/:id/drop",
    ids: of("claim"),
    expect: desk(200, { roles: PACKER, other: 404 }),
    body: () => ({ words: "in error" }),
  },
  {
    method: "POST",
    path: "/desk/claims/:id/asked",
    ids: of("claim"),
    expect: desk(400, { roles: ASKS, other: 404 }),
    body: () => ({ ref: "R-1" }),
  },
  {
    method: "POST",
    path: "/desk/claims/:id/answer",
    ids: of("claim"),
    expect: desk(400, { roles: BOOKS, other: 404 }),
    body: () => ({ answer: "refused" }),
  },
  {
    method: "POST",
    path: "/desk/claims/:id/answer-change",
    ids: of("claim"),
    // Nothing was answered: there is nothing to correct.
    expect: desk(400, { roles: BOOKS, other: 404 }),
    body: () => ({ answer: "refused", words: "typed wrongly" }),
  },
  {
    method: "POST",
    path: "/desk/claims/:id/answer-change/:change_id/decision",
    ids: (world) => ({ id: world.ids.claim, change_id: "cans_none" }),
    expect: desk(404, { roles: BOOKS, other: 404 }),
    body: () => ({ decision: "drop" }),
  },
  {
    method: "POST",
    path: "/desk/claims/:id/withdraw",
    ids: of("claim"),
    expect: desk(400, { roles: NOBODY_ELSE, other: 404 }),
    body: () => ({ words: "spoilt" }),
  },
  {
    method: "POST",
    path: "/desk/claims/:id/objection-answer",
    ids: of("claim"),
    // Nobody has objected to it.
    expect: desk(404, { roles: NOBODY_ELSE, other: 404 }),
    body: () => ({ household_id: "household_none", outcome: "stands", words: "we looked again" }),
  },
  { method: "GET", path: "/desk/claim-policy", expect: desk(200) },
  {
    method: "POST",
    path: "/desk/claim-policy",
    // The first to ask proposes; the next are told that one waits.
    expect: desk([201, 400], { roles: BOOKS }),
    body: () => ({
      report_days: 7,
      wish_days: 3,
      lots_bp: 0,
      carriers: [],
      from_day: new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10),
      reason: "matrix",
    }),
  },
  {
    method: "POST",
    path: "/desk/claim-policy/:id/decision",
    ids: of("claim_policy"),
    expect: desk(409, { roles: BOOKS, other: 404 }),
    body: () => ({ decision: "drop" }),
  },
  // What a buyer may do hangs on the order's key: an order that is not there is said so to everybody.
  { method: "GET", path: "/store/orders/:id/buyer", ids: () => ({ id: "order_none" }), expect: everyone(404) },
  {
    method: "POST",
    path: "/store/orders/:id/key",
    ids: () => ({ id: "order_none" }),
    expect: everyone(404),
    body: () => ({ cart_id: "cart_none" }),
  },
  {
    method: "POST",
    path: "/store/orders/:id/claims",
    ids: () => ({ id: "order_none" }),
    expect: everyone(404),
    body: (world) => ({
      parcel_number: world.ids.shed_number,
      kind: "lost",
      words: "it never came",
      idempotency_key: randomUUID(),
    }),
  },
  {
    method: "POST",
    path: "/store/orders/:id/claims/:claim_id/wish",
    ids: report,
    expect: everyone(404),
    body: () => ({ wish: "refund" }),
  },
  { method: "POST", path: "/store/orders/:id/claims/:claim_id/photos", ids: report, expect: everyone(404) },
  { method: "GET", path: "/household/claims", expect: household(200) },
  {
    method: "POST",
    path: "/household/claims/:id/objection",
    ids: of("claim"),
    expect: household(404),
    body: () => ({ words: "no" }),
  },
];
