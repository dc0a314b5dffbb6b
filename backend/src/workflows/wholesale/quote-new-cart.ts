import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { createCartWorkflow } from "@medusajs/medusa/core-flows";
import { formatMinor } from "@commonlot/domain";
import { refuseWith } from "../../lib/refusal";
import type { QuoteLine } from "../../modules/wholesale/quotes/quote-types";
import type WholesaleService from "../../modules/wholesale/service";

/** What is agreed, of one quote or of all parts of a joint one. */
export interface AgreedGoods {
  /** Who asked for the order: the mails about it are theirs. */
  asked_by: string;
  currency: string;
  addressee_list_id: string | null;
  lines: readonly QuoteLine[];
}

/** A cart with the agreed packs at their prices, which no refresh changes and no promotion lowers. Nobody sees one that gets no goods. */
export async function makeQuoteCart(container: MedusaContainer, agreed: AgreedGoods): Promise<string> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const wholesale: WholesaleService = container.resolve("wholesale");
  const currency_code = agreed.currency.toLowerCase();
  const [{ data: regions }, { data: stores }, member] = await Promise.all([
    query.graph({ entity: "region", fields: ["id"], filters: { currency_code } }),
    query.graph({ entity: "store", fields: ["default_sales_channel_id"] }),
    wholesale.members.of(agreed.asked_by),
  ]);
  const region_id = regions[0]?.id;
  if (region_id === undefined)
    refuseWith(
      "currency_not_sold",
      `Nothing is sold in ${agreed.currency} here yet. Nothing was ordered; write to the cooperative.`,
    );
  const sales_channel_id = stores[0]?.default_sales_channel_id;
  const { result: cart } = await createCartWorkflow(container).run({
    input: {
      region_id,
      ...(member?.email ? { email: member.email } : {}),
      ...(sales_channel_id ? { sales_channel_id } : {}),
      ...(agreed.addressee_list_id === null ? {} : { metadata: { addressee_list_id: agreed.addressee_list_id } }),
      items: agreed.lines.map((line) => ({
        variant_id: line.variant_id,
        quantity: line.packs,
        unit_price: Number(formatMinor(line.price_minor ?? 0n, agreed.currency)),
        is_tax_inclusive: true,
        is_discountable: false,
      })),
    },
  });
  return cart.id;
}
