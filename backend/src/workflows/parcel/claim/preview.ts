import type { MedusaContainer } from "@medusajs/framework/types";
import { causesOf, type ClaimCause } from "@commonlot/domain";
import type { ClaimLine, ClaimRow } from "../../../modules/parcel/claim-types";
import type ParcelService from "../../../modules/parcel/service";
import type PoolService from "../../../modules/pool/service";
import type SettlementService from "../../../modules/settlement/service";
import { packingList } from "../../../lib/packing-list";
import { decide } from "../../pool/short/decide";
import { ownLines } from "../../pool/short/options";
import { trialOf } from "../../pool/short/preview";

/** What a decision would do, before anybody decides: what a refund costs and who would bear it, by cause; whether goods are there to send again. */
export interface ClaimPreview {
  refund: {
    currency: string;
    /** Back to the buyer; the tax in it is no longer owed, so nobody bears it. */
    refund_minor: number;
    tax_minor: number;
    cost_minor: number;
    shares: { cause: ClaimCause; carrier_minor: number; cooperative_minor: number; lots_minor: number }[];
  } | null;
  /** Goods are free in the pool for all that is claimed. Null where that is not known now. */
  again_possible: boolean | null;
}

/** Reads and works out; writes nothing. Undefined for a claim that is not open. */
export async function previewClaim(container: MedusaContainer, claim: ClaimRow): Promise<ClaimPreview | undefined> {
  if (claim.state !== "opened") return undefined;
  const parcels: ParcelService = container.resolve("parcel");
  const lines = await parcels.claims.linesOf(claim.id);
  const [refund, again_possible] = await Promise.all([
    refundOf(container, claim, lines),
    canSendAgain(container, claim, lines),
  ]);
  return { refund, again_possible };
}

async function refundOf(
  container: MedusaContainer,
  claim: ClaimRow,
  lines: readonly ClaimLine[],
): Promise<ClaimPreview["refund"]> {
  const parcels: ParcelService = container.resolve("parcel");
  const settlement: SettlementService = container.resolve("settlement");
  const trial = trialOf({
    cooperative_id: claim.cooperative_id,
    kind: "claim",
    parcel_id: claim.parcel_id,
    claim_id: claim.id,
    claimed: lines.map(({ order_line_id, packs }) => ({ order_line_id, packs })),
    restock: false,
    reason: claim.number,
    person: "system",
    idempotency_key: `${claim.id}:preview`,
  });
  const decided = await decide(container, trial);
  if (!decided.ok) return null;
  const currency = (decided.value.gathered.currency ?? "CNY").toUpperCase();
  const own = ownLines(trial, decided.value);
  const refund_minor = own.reduce((sum, line) => sum + Number(line.goods_minor) + Number(line.freight_minor), 0);
  const tax_minor = own.reduce((sum, line) => sum + Number(line.tax_minor), 0);
  const cost_minor = refund_minor - tax_minor;
  const lots = await parcels.claims.lotsOf(claim.id);
  const shares = await settlement.claims.wouldBear({
    cooperative_id: claim.cooperative_id,
    currency,
    cost_minor: BigInt(cost_minor),
    causes: causesOf(claim.carrier),
    limit_minor: claim.limit_minor,
    lots_bp: claim.lots_bp,
    lots,
  });
  return { currency, refund_minor, tax_minor, cost_minor, shares };
}

async function canSendAgain(
  container: MedusaContainer,
  claim: ClaimRow,
  lines: readonly ClaimLine[],
): Promise<boolean | null> {
  const pools: PoolService = container.resolve("pool");
  const list = await packingList(container, claim.order_id);
  if (!list.ok) return null;
  const pool_of = new Map(list.value.lines.map((line) => [line.id, line.pool_id]));
  return pools.replacements.free(
    lines.map((line) => ({
      order_line_id: line.order_line_id,
      pool_id: pool_of.get(line.order_line_id) ?? "",
      units: line.packs * line.pack_units,
    })),
  );
}
