import type { MedusaContainer } from "@medusajs/framework/types";
import type { Words } from "../../lib/words";
import type { ListOwner } from "../../modules/wholesale/quick-order/order-types";
import { withChoices } from "./quick-choices";
import { judge, type JudgedLine } from "./quick-judge";
import { withToHave } from "./quick-supply";
import { idsOf } from "./quick-table";
import { soldPacks } from "./sold-packs";

/** Lines on one page of a list. */
const LIST_PAGE = 50;
/** Products in the example of a sheet. */
const EXAMPLES = 2;

export interface JudgedList {
  lines: JudgedLine[];
  page: number;
  pages: number;
  count: number;
  faults: number;
  /** By currency, of what is right. */
  totals: { currency: string; amount_minor: bigint }[];
}

/** The list as it stands today, those lines first that somebody has to look at. */
export async function judgedList(container: MedusaContainer, by: ListOwner, page: number): Promise<JudgedList> {
  const judged = await judge(container, by);
  const sorted = [...judged].sort((a, b) => Number(a.fault === null) - Number(b.fault === null) || a.line - b.line);
  const pages = Math.max(1, Math.ceil(sorted.length / LIST_PAGE));
  const here = Math.min(page, pages);
  const shown = sorted.slice((here - 1) * LIST_PAGE, here * LIST_PAGE);
  const sums = new Map<string, bigint>();
  for (const line of judged) {
    if (line.fault !== null || line.amount_minor === null || !line.offered) continue;
    sums.set(line.offered.currency, (sums.get(line.offered.currency) ?? 0n) + line.amount_minor);
  }
  return {
    lines: await withChoices(container, await withToHave(container, shown, judged)),
    page: here,
    pages,
    count: judged.length,
    faults: judged.filter((line) => line.fault !== null).length,
    totals: [...sums].map(([currency, amount_minor]) => ({ currency, amount_minor })),
  };
}

/** Two packs of two products, as a sheet may name them: an example that the list itself can read. */
export async function examplePacks(container: MedusaContainer): Promise<{ title: Words; pack: Words }[]> {
  const { ids } = await idsOf(container, "", 1, EXAMPLES);
  const packs = await soldPacks(container, { product_ids: ids });
  return ids.flatMap((id) => {
    const pack = packs.find((one) => one.product_id === id);
    return pack ? [{ title: pack.title, pack: pack.pack }] : [];
  });
}
