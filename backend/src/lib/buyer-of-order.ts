import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";

/** Whom to tell of an order, and how. */
export interface Buyer {
  order_id: string;
  display_id: number | null;
  email: string | null;
  phone: string | null;
  currency: string;
}

interface BuyerNotice {
  order_id: string;
  channel: "email" | "sms";
  to: string;
  text: string;
}

interface Cooperatives {
  cooperatives(ids: readonly string[]): Promise<{ name_zh: string; phone: string | null }[]>;
}

/** An e-mail in both languages; without an address to write to, a text in one: it is paid for by length. */
export function noticeTo(buyer: Buyer, zh: string, en: string): BuyerNotice[] {
  if (buyer.email) return [{ order_id: buyer.order_id, channel: "email", to: buyer.email, text: `${zh}\n${en}` }];
  if (buyer.phone) return [{ order_id: buyer.order_id, channel: "sms", to: buyer.phone, text: zh }];
  return [];
}

export async function senderOf(
  container: MedusaContainer,
  cooperative_id: string,
): Promise<{ sender: string; phone: string }> {
  const cooperatives: Cooperatives = container.resolve("cooperative");
  const [cooperative] = await cooperatives.cooperatives([cooperative_id]);
  const name = cooperative?.name_zh.replace("农民专业合作社", "合作社") ?? "";
  return { sender: `【${name}】`, phone: cooperative?.phone ?? "" };
}

export async function buyersOf(container: MedusaContainer, order_ids: readonly string[]): Promise<Map<string, Buyer>> {
  if (order_ids.length === 0) return new Map();
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: "order",
    fields: ["id", "display_id", "email", "currency_code", "shipping_address.phone"],
    filters: { id: [...order_ids] },
  });
  return new Map(
    data.map((order) => [
      order.id,
      {
        order_id: order.id,
        display_id: order.display_id === undefined || order.display_id === null ? null : Number(order.display_id),
        email: order.email ?? null,
        phone: order.shipping_address?.phone?.trim() || null,
        currency: order.currency_code.toUpperCase(),
      },
    ]),
  );
}
