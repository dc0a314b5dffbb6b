import type { MedusaContainer } from "@medusajs/framework/types";
import { settleFreight, type FreightSettled } from "@commonlot/domain";
import { valueOf } from "../../lib/refusal";
import type ParcelService from "../../modules/parcel/service";
import type SettlementService from "../../modules/settlement/service";
import type { QuoteActor } from "../../modules/wholesale/quotes/quote-types";
import type { WholeQuote } from "../../modules/wholesale/quotes/quote-reading";

/** What the freight of a quote's order turned out to be, minor units. */
export interface FreightGapRead extends FreightSettled {
  /** False: as its parcels are planned now; what is planned anew before they leave still counts. */
  settled: boolean;
  at: Date | null;
  quoted_minor: bigint;
  planned_minor: bigint;
  no_account: boolean;
  refund_state: string | null;
  proforma_id: string | null;
  agreed_proforma_id: string | null;
}

/** As it was settled, else as it would be by the plan of now, from what is left of the freight that was paid; null while no parcel of it is planned, and of an order that was cancelled. */
export async function readFreightGap(
  container: MedusaContainer,
  { quote, versions, orders }: WholeQuote,
): Promise<FreightGapRead | null> {
  const settlement: SettlementService = container.resolve("settlement");
  const parcels: ParcelService = container.resolve("parcel");
  const order_id = orders.find((one) => one.state === "placed")?.order_id ?? null;
  if (order_id === null) return null;
  const settled = await settlement.freightGaps.ofQuote(quote.id);
  if (settled) return { ...settled, settled: true };
  const last = versions.find((one) => one.version === quote.version);
  if (!last?.freight_term || last.freight_minor === null) return null;
  const planned = await parcels.tallies.freightOf(order_id);
  const plan = planned.find((one) => one.cooperative_id === quote.cooperative_id);
  if (!plan) return null;
  const quoted_minor = (await settlement.freightGaps.keptOf(order_id, quote.cooperative_id)) ?? last.freight_minor;
  return {
    ...settleFreight(quoted_minor, plan.freight_minor, last.freight_term),
    settled: false,
    at: null,
    quoted_minor,
    planned_minor: plan.freight_minor,
    no_account: false,
    refund_state: null,
    proforma_id: null,
    agreed_proforma_id: null,
  };
}

/** The buyer takes over what of a loss is above the cap: a proforma of its own asks for it. Pressed twice it is one. */
export async function agreeAboveCap(
  container: MedusaContainer,
  by: QuoteActor & { side: "buyer" },
  quote_id: string,
): Promise<{ proforma_id: string }> {
  const settlement: SettlementService = container.resolve("settlement");
  const { id } = valueOf(
    await settlement.freightGaps.agreeAbove({ company_id: by.company_id, quote_id, person: by.id }),
  );
  return { proforma_id: id };
}
