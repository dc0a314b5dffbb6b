import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import type { ClaimKind, ClaimRemedy, ClaimState, MoneyBackState } from "@commonlot/domain";
import type CooperativeService from "../../../modules/cooperative/service";
import type { ClaimRow } from "../../../modules/parcel/claim-types";
import type ParcelService from "../../../modules/parcel/service";
import type SettlementService from "../../../modules/settlement/service";
import { refundFields, type RefundFields } from "../../../modules/settlement/transfers/money-back";

/** What a buyer reads of claims of an order: what is wrong, what they asked for, what becomes of it. */
export interface ClaimOfOrder {
  id: string;
  number: string;
  parcel_number: string;
  kind: ClaimKind;
  /** Somebody looks at it; it is being done; it is done; or the cooperative looked and did not agree. */
  stage: "open" | "decided" | "done" | "refused";
  wish: ClaimRemedy | null;
  wish_due_at: string;
  remedy: ClaimRemedy | null;
  lines: { title: string; packs: number }[];
  /** What the buyer wrote with their own report, and how many photos came from them: told to the buyer, and to nobody else. */
  words: string | null;
  photos: number;
  /** What its goods weighed when they were looked at; told to the buyer alone. */
  weighed_g: number | null;
  /** Why the cooperative did not agree, and where it can be phoned; told to the buyer alone. */
  refused: { words: string; phone: string | null } | null;
  refund_minor: number;
  currency: string | null;
  refund: "none" | MoneyBackState;
  back: RefundFields | null;
  /** The order under which it is sent again. */
  replacement: { order_id: string; display_id: number | null } | null;
  at: string;
}

const STAGE: Record<ClaimState, ClaimOfOrder["stage"]> = {
  opened: "open",
  withdrawing: "open",
  decided: "decided",
  done: "done",
  closed: "done",
  dropped: "refused",
};

export async function claimsOfOrder(container: MedusaContainer, order_id: string): Promise<ClaimOfOrder[]> {
  const parcels: ParcelService = container.resolve("parcel");
  const claims = await parcels.claims.ofOrder(order_id);
  if (claims.length === 0) return [];
  const settlement: SettlementService = container.resolve("settlement");
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const again = claims.flatMap((claim) => claim.replacement_order_id ?? []);
  const [refunds, lines, { data }, photos] = await Promise.all([
    settlement.shorts.saidOf(order_id),
    parcels.claims.linesOfMany(claims.map((claim) => claim.id)),
    query.graph({ entity: "order", fields: ["id", "display_id"], filters: { id: again } }),
    parcels.claims.photos.countedOf(
      claims.map((claim) => claim.id),
      "buyer",
    ),
  ]);
  const phones = await phonesOf(container, claims);
  const numbers = new Map(data.map((order) => [order.id, Number(order.display_id)]));
  return claims.map((claim) => {
    const refund = refunds.get(claim.short_id ?? "");
    return {
      id: claim.id,
      number: claim.number,
      parcel_number: claim.parcel_number,
      kind: claim.kind,
      stage: STAGE[claim.state],
      wish: claim.wish,
      wish_due_at: claim.wish_due_at.toISOString(),
      remedy: claim.state === "opened" || claim.state === "dropped" ? null : claim.remedy,
      lines: lines.filter((line) => line.claim_id === claim.id).map(({ title, packs }) => ({ title, packs })),
      words: claim.source === "buyer" ? claim.words : null,
      photos: photos.get(claim.id) ?? 0,
      weighed_g: claim.weighed_g,
      refused:
        claim.refused_words === null
          ? null
          : { words: claim.refused_words, phone: phones.get(claim.cooperative_id) ?? null },
      refund_minor: Number(refund?.amount_minor ?? 0n),
      currency: refund?.currency ?? null,
      refund: refund?.state ?? "none",
      back: refund === undefined ? null : refundFields(refund),
      replacement:
        claim.replacement_order_id === null || STAGE[claim.state] !== "done"
          ? null
          : { order_id: claim.replacement_order_id, display_id: numbers.get(claim.replacement_order_id) ?? null },
      at: claim.created_at.toISOString(),
    };
  });
}

/** Of cooperatives that said no: where to ask them. */
async function phonesOf(container: MedusaContainer, claims: readonly ClaimRow[]): Promise<Map<string, string>> {
  const refused = claims.filter((claim) => claim.refused_words !== null).map((claim) => claim.cooperative_id);
  if (refused.length === 0) return new Map();
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const found = await cooperatives.cooperatives([...new Set(refused)]);
  return new Map(found.flatMap(({ id, phone }) => (phone ? [[id, phone] as const] : [])));
}

/** As anybody reads it who knows the order's id. */
export const withoutWords = (claim: ClaimOfOrder): ClaimOfOrder => ({
  ...claim,
  words: null,
  photos: 0,
  weighed_g: null,
  refused: null,
});
