import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { refuseWith } from "../../lib/refusal";
import type CooperativeService from "../../modules/cooperative/service";
import type SettlementService from "../../modules/settlement/service";

/** An order as it may be refunded: its lines of this cooperative with what is left of each, in words. */
export async function orderToRefund(container: MedusaContainer, order_id: string, cooperative_id: string) {
  const settlement: SettlementService = container.resolve("settlement");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const { divided, lines, refunds } = await settlement.lateRefunds.leftOf(order_id, cooperative_id);
  if (lines.length === 0) refuseWith("order_not_found", "There is no such order with goods of yours.");
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: "order",
    fields: ["id", "display_id", "items.id", "items.product_title", "items.variant_title"],
    filters: { id: order_id },
  });
  const order = (data as unknown as { display_id?: number; items?: Item[] }[])[0];
  const titles = new Map((order?.items ?? []).map((item) => [item.id, titleOf(item)]));
  const names = await cooperatives.memberNames([...new Set(refunds.map((one) => one.person))]);
  return {
    id: order_id,
    refunds: refunds.map((one) => ({ ...one, person: names.get(one.person) ?? "" })),
    number: order?.display_id ?? null,
    divided,
    lines: lines.map((line) => ({ ...line, title: titles.get(line.order_line_id) ?? "" })),
  };
}

interface Item {
  id: string;
  product_title?: string | null;
  variant_title?: string | null;
}

function titleOf(item: Item): string {
  return [item.product_title, item.variant_title].filter(Boolean).join(" · ");
}

/** No compensation: it is one transaction, and its job sends the money. */
export function lateRefundOf(
  container: MedusaContainer,
  input: {
    order_id: string;
    cooperative_id: string;
    lines: readonly { order_line_id: string; amount_minor: number }[];
    words: string;
    person: string;
    idempotency_key: string;
    once_more?: boolean | undefined;
  },
) {
  const settlement: SettlementService = container.resolve("settlement");
  const lines = input.lines.map((one) => ({ ...one, amount_minor: BigInt(one.amount_minor) }));
  return settlement.lateRefunds.refund({ ...input, lines });
}
