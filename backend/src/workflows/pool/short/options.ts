import type { MedusaContainer } from "@medusajs/framework/types";
import { SHORT_POLICIES, staysPromised } from "@commonlot/domain";
import type { PolicyOption, ShortRow } from "../../../modules/pool/short-types";
import { decideGoods } from "./decide";
import type { Gathered } from "./gather";

/** What each policy would do about the same entry, from the same facts. One that can't be decided is left out. */
export async function policyOptions(
  container: MedusaContainer,
  short: ShortRow,
  gathered: Gathered,
): Promise<PolicyOption[]> {
  const options: PolicyOption[] = [];
  const has_other = gathered.lines.some((line) => line.other !== undefined);
  for (const policy of SHORT_POLICIES.filter((one) => one !== "other_grade" || has_other)) {
    const lines = gathered.lines.map((line) => ({ ...line, policy }));
    const decided = await decideGoods(container, { ...short, policy }, { ...gathered, lines });
    if (!decided.ok) continue;
    const { plan, after } = decided.value;
    const packs = plan.lines.reduce((sum, line) => sum + line.packs, 0);
    options.push({
      policy,
      packs_refunded: staysPromised(policy) ? 0 : packs,
      packs_asked: plan.lines.reduce((sum, line) => sum + (line.offer?.packs ?? 0), 0),
      packs_waiting: staysPromised(policy) ? packs : 0,
      refund_minor: plan.lines.reduce((sum, line) => sum + Number(line.goods_minor) + Number(line.freight_minor), 0),
      // What waits for the rest is not packed.
      parcels: policy === "wait" && packs > 0 ? 0 : [...after.values()].reduce((sum, order) => sum + order.parcels, 0),
    });
  }
  return options;
}
