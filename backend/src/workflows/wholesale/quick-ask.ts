import { MAX_CART_LINES } from "@commonlot/domain";
import type { MedusaContainer } from "@medusajs/framework/types";
import { refuseWith } from "../../lib/refusal";
import type { QuoteActor } from "../../modules/wholesale/quotes/quote-types";
import type WholesaleService from "../../modules/wholesale/service";
import { judge } from "./quick-judge";
import { requestQuotes } from "./quote-request";

/**
 * Asks for quotes of all that is on the list: one of each cooperative. Refused while anything on it is wrong. What was asked for leaves the
 * list; sent again after that, the same form finds the quotes that it made.
 */
export async function askForList(
  container: MedusaContainer,
  by: QuoteActor & { side: "buyer" },
  input: { wanted_on: string; address_id?: string | undefined; words: string; idempotency_key: string },
): Promise<{ id: string }[]> {
  const { orderLists }: WholesaleService = container.resolve("wholesale");
  const owner = { member_id: by.id, company_id: by.company_id };
  const judged = await judge(container, owner);
  if (judged.length === 0) {
    const made = await orderLists.askedBy(by.company_id, input.idempotency_key);
    if (made.length > 0) return made;
    refuseWith("nothing_asked", "There is nothing on the list yet. Nothing was asked.", "lines");
  }
  const faults = judged.filter((line) => line.fault !== null).length;
  if (faults > 0)
    refuseWith(
      "list_has_faults",
      `${faults} lines of the list have to be put right or taken off first. Nothing was asked.`,
      "lines",
    );
  const packs = new Map<string, { product_id: string; variant_id: string; packs: number }>();
  for (const { offered, packs: count } of judged) {
    if (!offered || count === null) continue;
    const { product_id, variant_id } = offered;
    packs.set(variant_id, { product_id, variant_id, packs: (packs.get(variant_id)?.packs ?? 0) + count });
  }
  if (packs.size > MAX_CART_LINES)
    refuseWith(
      "too_many_goods",
      `A request names at most ${MAX_CART_LINES} packs; this list has ${packs.size}. Keep a part of it as a list of its own and ask twice.`,
      "lines",
    );
  return requestQuotes(container, by, { ...input, lines: [...packs.values()] }, judged);
}
