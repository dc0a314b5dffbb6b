import type { MedusaContainer } from "@medusajs/framework/types";
import { killPoint } from "../../../lib/kill-point";
import { valueOf } from "../../../lib/refusal";
import { dayIn, HOME_TZ } from "../../../lib/today";
import type CooperativeService from "../../../modules/cooperative/service";
import type { OpenClaimInput } from "../../../modules/parcel/claim-open";
import type { ClaimRow } from "../../../modules/parcel/claim-types";
import type ParcelService from "../../../modules/parcel/service";

/** Opens a claim on the cooperative's own day. What follows (asking the buyer, goods that came back) is its job's. */
export async function openClaim(
  container: MedusaContainer,
  said: Omit<OpenClaimInput, "now" | "tz" | "today">,
): Promise<ClaimRow> {
  const parcels: ParcelService = container.resolve("parcel");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const [cooperative] = await cooperatives.cooperatives([said.cooperative_id]);
  const tz = cooperative?.tz ?? HOME_TZ;
  const now = new Date();
  const claim = valueOf(await parcels.claims.open({ ...said, now, tz, today: dayIn(tz, now) }));
  killPoint("claim_opened");
  return claim;
}
