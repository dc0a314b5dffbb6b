import { createHash } from "node:crypto";
import { proofFiguresHash, proofFiguresOf, proofText } from "@commonlot/domain";
import type { House } from "../../../../dev/src/testing/house";
import type { World } from "./world";
import { desk, everyone, of, type Expected, type Row, type Status } from "./row";

/** A route of a company: 401 for who acts for none; of P's the company Q gets 404. */
const company = (may: Status, other: Status = may): Expected =>
  everyone(401, { company_member: may, other_company_member: other });
const MANAGER = { roles: [] as const };
const version = (id: "quote" | "order") => (world: World) => ({ id: world.ids[id], version: "1" });
const query = () => "?kind=pdf";

/** Proofs of benefit. The quote has led to no order yet, and the order is none of Medusa's: there is nothing to issue. */
export const PROOF_ROWS: readonly Row[] = [
  { method: "GET", path: "/wholesale/quotes/:id/proofs", ids: of("quote"), expect: company(200, 404) },
  { method: "POST", path: "/wholesale/quotes/:id/proofs", ids: of("quote"), expect: company(400, 404) },
  {
    method: "GET",
    path: "/wholesale/quotes/:id/proofs/:version/file",
    ids: version("quote"),
    query,
    expect: company(404),
  },
  { method: "GET", path: "/desk/quotes/:id/proofs", ids: of("quote"), expect: desk(200, { ...MANAGER, other: 404 }) },
  { method: "POST", path: "/desk/quotes/:id/proofs", ids: of("quote"), expect: desk(400, { ...MANAGER, other: 404 }) },
  {
    method: "GET",
    path: "/desk/quotes/:id/proofs/:version/file",
    ids: version("quote"),
    query,
    expect: desk(404, MANAGER),
  },
  { method: "GET", path: "/store/orders/:id/proofs", ids: of("order"), expect: everyone(404) },
  { method: "POST", path: "/store/orders/:id/proofs", ids: of("order"), expect: everyone(404) },
  {
    method: "GET",
    path: "/store/orders/:id/proofs/:version/file",
    ids: version("order"),
    query,
    expect: everyone(404),
  },
  // Whoever holds a proof may check it.
  {
    method: "GET",
    path: "/store/proofs/:hash",
    ids: (world) => ({ hash: world.ids.proof_hash }),
    expect: everyone([200, 429]),
    missing: [404, 429],
  },
  { method: "GET", path: "/store/proof-keys", expect: everyone(200) },
];

/** What becomes of a quote's order. The quote has led to none yet. */
export const DELIVERY_ROWS: readonly Row[] = [
  { method: "GET", path: "/wholesale/quotes/:id/delivery", ids: of("quote"), expect: company(200, 404) },
  { method: "POST", path: "/wholesale/quotes/:id/acceptance", ids: of("quote"), expect: company(400, 404) },
  { method: "POST", path: "/wholesale/quotes/:id/order-page", ids: of("quote"), expect: company(400, 404) },
  {
    method: "POST",
    path: "/wholesale/quotes/:id/rating",
    ids: of("quote"),
    body: () => ({ stars: 5 }),
    expect: company(400, 404),
  },
  { method: "GET", path: "/desk/quotes/:id/delivery", ids: of("quote"), expect: desk(200, { ...MANAGER, other: 404 }) },
  {
    method: "POST",
    path: "/desk/quotes/:id/rating",
    ids: of("quote"),
    body: () => ({ stars: 5 }),
    expect: desk(400, { ...MANAGER, other: 404 }),
  },
];

export interface ProofIds {
  proof_hash: string;
}

/** A proof that was issued of an order; its buyer's name is nobody's to read by its hash. */
export async function insertProof(house: House): Promise<ProofIds> {
  const figures = proofFiguresOf(
    {
      order_number: 990_001,
      placed_on: "2026-11-20",
      divided_on: "2026-11-28",
      currency: "CNY",
      buyer: "canary-proof-buyer",
      goods: [],
    },
    [
      {
        household: "0000-0000-0001",
        village: { zh: "村", en: "Village" },
        cooperative: { zh: "合作社", en: "Coop" },
        lots: 1,
        grams: 1_000n,
        payable_minor: 100n,
        holdback_minor: 0n,
        taken_back_minor: 0n,
      },
    ],
    {
      paid_minor: 100n,
      tax_minor: 0n,
      refund_minor: 0n,
      freight_minor: 0n,
      packing_minor: 0n,
      platform_fee_minor: 0n,
      cooperative_fee_minor: 0n,
      agent_commission_minor: 0n,
      price_pool_minor: 0n,
      returned_goods_minor: 0n,
      put_in_minor: 0n,
    },
  );
  if (!figures.ok) throw new Error(figures.refusal.message);
  const issued_at = "2026-11-28T08:00:00.000Z";
  const text = proofText(figures.value, { number: "990001-1", version: 1, issued_at });
  const proof_hash = createHash("sha256").update(text).digest("hex");
  await house.db.query(
    `insert into benefit_proof (id, order_id, version, number, text, sha256, figures_sha256, signature, public_key, currency, paid_minor,
       households_minor, taken_back_minor, households, issued_by, issued_at)
     values ('proof_matrix', 'order_proof_matrix', 1, '990001-1', $1, $2, $3, 'none', 'none', 'CNY', 100, 100, 0, 1, 'wmember_matrix', $4)`,
    [text, proof_hash, proofFiguresHash(figures.value), issued_at],
  );
  return { proof_hash };
}
