import type { MedusaContainer } from "@medusajs/framework/types";
import { ok, SHORT_POLICIES, staysPromised } from "@commonlot/domain";
import type { PolicyOption, ShortRow } from "../../../modules/pool/short-types";
import { decideGoods, type Decided } from "./decide";

/**
 * What each policy would do about the same entry, from the same facts. One that can't be decided is left out. Another
 * cooperative's packs of the same order go by its own policy, and are not counted.
 */
export async function policyOptions(
  container: MedusaContainer,
  short: ShortRow,
  as_chosen: Decided,
): Promise<PolicyOption[]> {
  const { gathered } = as_chosen;
  const options: PolicyOption[] = [];
  const own = gathered.lines.filter((line) => line.cooperative === short.cooperative_id);
  const has_other = own.some((line) => line.other !== undefined);
  for (const policy of SHORT_POLICIES.filter((one) => one !== "other_grade" || has_other)) {
    const decided = own.every((line) => line.policy === policy)
      ? ok(as_chosen)
      : await decideGoods(
          container,
          { ...short, policy },
          { ...gathered, lines: gathered.lines.map((line) => (own.includes(line) ? { ...line, policy } : line)) },
        );
    if (!decided.ok) continue;
    const { after } = decided.value;
    const lines = ownLines(short, decided.value);
    const packs = lines.reduce((sum, line) => sum + line.packs, 0);
    options.push({
      policy,
      packs_refunded: staysPromised(policy) ? 0 : packs,
      packs_asked: lines.reduce((sum, line) => sum + (line.offer?.packs ?? 0), 0),
      packs_waiting: staysPromised(policy) ? packs : 0,
      refund_minor: lines.reduce((sum, line) => sum + Number(line.goods_minor) + Number(line.freight_minor), 0),
      // What waits for the rest is not packed.
      parcels:
        policy === "wait" && packs > 0
          ? 0
          : [...after.values()].reduce((sum, order) => sum + (order.parcels[short.cooperative_id] ?? 0), 0),
    });
  }
  return options;
}

/** Of a plan, the lines of the cooperative that the entry belongs to: what its desk may see. */
export function ownLines(short: ShortRow, { gathered, plan }: Decided): Decided["plan"]["lines"] {
  const own = new Set(
    gathered.lines.filter((line) => line.cooperative === short.cooperative_id).map((line) => line.order_line),
  );
  return plan.lines.filter((line) => own.has(line.order_line));
}
