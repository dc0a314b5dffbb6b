import type { MedusaContainer } from "@medusajs/framework/types";
import { ok, SHORT_POLICIES, staysPromised, type ShortPolicy } from "@commonlot/domain";
import { AS_CHOSEN, type PolicyOption, type ShortRow } from "../../../modules/pool/short-types";
import { decideGoods, type Decided } from "./decide";

/**
 * What each policy would do about the same entry, from the same facts; where buyers chose, first what follows from their choices. One
 * that can't be decided is left out. Another cooperative's packs of the same order go by their own rule, and are not counted.
 */
export async function policyOptions(
  container: MedusaContainer,
  short: ShortRow,
  as_decided: Decided,
): Promise<PolicyOption[]> {
  const { gathered } = as_decided;
  const options: PolicyOption[] = [];
  const own = gathered.lines.filter((line) => line.cooperative === short.cooperative_id);
  const touched = new Set(as_decided.plan.orders);
  const chosen = own.some((line) => touched.has(line.order) && gathered.rules.get(line.order_line)?.choice);
  const has_other = own.some((line) => line.other !== undefined);
  const policies: PolicyOption["policy"][] = SHORT_POLICIES.filter((one) => one !== "other_grade" || has_other);
  if (chosen) policies.unshift(AS_CHOSEN);
  for (const option of policies) {
    const of = (line: (typeof own)[number]): ShortPolicy =>
      option === AS_CHOSEN ? (gathered.rules.get(line.order_line)?.unsaid.policy ?? line.policy) : option;
    const decided = own.every((line) => line.policy === of(line))
      ? ok(as_decided)
      : await decideGoods(
          container,
          { ...short, policy: option === AS_CHOSEN ? null : option },
          {
            ...gathered,
            lines: gathered.lines.map((line) => (own.includes(line) ? { ...line, policy: of(line) } : line)),
          },
        );
    if (!decided.ok) continue;
    const { after } = decided.value;
    const lines = ownLines(short, decided.value);
    const packsOf = (which: typeof lines) => which.reduce((sum, line) => sum + line.packs, 0);
    const waiting = lines.filter((line) => staysPromised(line.policy));
    // What waits for the rest is not packed.
    const unpacked = new Set(lines.filter((one) => one.policy === "wait" && one.packs > 0).map((one) => one.order));
    options.push({
      policy: option,
      packs_refunded: packsOf(lines) - packsOf(waiting),
      packs_asked: lines.reduce((sum, line) => sum + (line.offer?.packs ?? 0), 0),
      packs_waiting: packsOf(waiting),
      refund_minor: lines.reduce((sum, line) => sum + Number(line.goods_minor) + Number(line.freight_minor), 0),
      parcels: [...after]
        .filter(([order_id]) => !unpacked.has(order_id))
        .reduce((sum, [, order]) => sum + (order.parcels[short.cooperative_id] ?? 0), 0),
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
