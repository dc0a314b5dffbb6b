import type { Readable } from "node:stream";
import type { MedusaContainer } from "@medusajs/framework/types";
import { keepPhoto } from "../../lib/keep-photo";
import { valueOf } from "../../lib/refusal";
import type SettlementService from "../../modules/settlement/service";

/** Keeps a picture of what was signed. The same picture again is the first one. */
export async function keepCashPhoto(
  container: MedusaContainer,
  from: Readable,
  of: { batch_id: string; cooperative_id: string; person: string },
) {
  const settlement: SettlementService = container.resolve("settlement");
  // Whose batch it is first: nobody's picture is drawn for another's.
  valueOf(await settlement.batch(of.batch_id, of.cooperative_id));
  return keepPhoto("cash-photos", from, (photo) => settlement.cash.keepPhoto({ ...of, ...photo }));
}
