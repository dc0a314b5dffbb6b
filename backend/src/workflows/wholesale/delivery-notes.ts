import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { deliveryNote } from "../../lib/delivery-note";
import {
  cartonsOfRun,
  goodsOfRun,
  numbersOfRun,
  truckRuns,
  type RunsOf,
  type TruckRun,
} from "../../lib/delivery-note-facts";
import { invoicePdf } from "../../lib/print/invoice";
import { refuseWith } from "../../lib/refusal";
import type { Sql } from "../../lib/sql";
import type CooperativeService from "../../modules/cooperative/service";
import type { QuoteActor } from "../../modules/wholesale/quotes/quote-types";
import type WholesaleService from "../../modules/wholesale/service";

const sqlOf = (container: MedusaContainer): Sql => container.resolve(ContainerRegistrationKeys.PG_CONNECTION);

/** What left on trucks with a handover of this cooperative, order by order. */
export function runsOfHandover(
  container: MedusaContainer,
  of: { handover_id: string; cooperative_id: string },
): Promise<TruckRun[]> {
  return truckRuns(sqlOf(container), of);
}

/** What of a quote's order left on trucks so far, for either of its sides. */
export async function runsOfQuote(container: MedusaContainer, by: QuoteActor, quote_id: string): Promise<TruckRun[]> {
  const { quotes }: WholesaleService = container.resolve("wholesale");
  const whole = await quotes.whole(by, quote_id);
  if (!whole) refuseWith("quote_not_found", "There is no such quote.");
  const order_ids = whole.orders.flatMap((one) => (one.state === "placed" && one.order_id ? [one.order_id] : []));
  const of: RunsOf = { order_ids, cooperative_id: whole.quote.cooperative_id };
  return order_ids.length === 0 ? [] : truckRuns(sqlOf(container), of);
}

/** One note as a PDF; the caller found that its reader may have it. */
export async function printNote(
  container: MedusaContainer,
  run: TruckRun | undefined,
  language: "zh" | "en",
): Promise<{ name: string; pdf: Buffer }> {
  if (!run) refuseWith("delivery_note_not_found", "There is no such delivery note.");
  const sql = sqlOf(container);
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const [goods, kinds, numbers, [cooperative]] = await Promise.all([
    goodsOfRun(sql, run),
    cartonsOfRun(sql, run),
    numbersOfRun(sql, run),
    cooperatives.cooperatives([run.cooperative_id]),
  ]);
  const consignor = cooperative ? { zh: cooperative.name_zh, en: cooperative.name_en } : null;
  const note = deliveryNote({ run, goods, kinds, numbers, consignor, tz: cooperative?.tz }, language);
  return { name: run.number, pdf: await invoicePdf(note) };
}
