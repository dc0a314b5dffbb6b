import type { MedusaContainer } from "@medusajs/framework/types";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import type ParcelService from "../../../modules/parcel/service";
import type { ShortRow } from "../../../modules/pool/short-types";
import { replacementsTouched } from "../../pool/short/gather";
import { runClaim } from "./run";

/** Taking one back frees goods, and the entry may reach the next order then: so often it is looked at again. */
const MAX_ROUNDS = 20;

/**
 * A short or a recall touches goods that are sent again for a claim: takes those replacements back, as on the claim's page, so
 * that it can be entered. Their claims are open again, and say why. Refused when one has left, or its carrier has answered.
 * Killed in between, it is pressed again: what is taken back stays so, and what was being taken back is taken back whole.
 */
export async function takeBackTouched(
  container: MedusaContainer,
  short: ShortRow,
  by: { person: string; words: string },
): Promise<Result<void, Refusal>> {
  const parcels: ParcelService = container.resolve("parcel");
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const touched = await replacementsTouched(container, short);
    if (!touched.ok) return touched;
    const [claim_id] = touched.value;
    if (claim_id === undefined) return ok(undefined);
    const begun = await parcels.claims.withdraw({ ...by, claim_id, cooperative_id: short.cooperative_id });
    // Whoever pressed at the same time has taken it back meanwhile.
    if (!begun.ok && (await parcels.claims.byId(claim_id))?.replacement_order_id === null) continue;
    if (!begun.ok) return begun;
    const claim = await runClaim(container, claim_id);
    if (claim.state !== "opened") {
      const message = claim.problem ?? "The replacement is being taken back. Try again in a moment.";
      return refuse("goods_left", message);
    }
  }
  return refuse("too_many_orders", "This touches too many replacements at once. What was taken back stays so; go on.");
}
