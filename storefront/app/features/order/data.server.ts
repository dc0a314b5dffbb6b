import { z } from "zod";
import { asResponse, call } from "../../lib/api.server";
import { minorOf, taxMinorOf, WITH_TAX } from "../../lib/money.server";
import type { Both } from "../../lib/path";
import { decimal } from "../../lib/shapes";
import { productCards } from "../produce/data.server";
import { namesOf } from "../produce/names.server";
import type { Picture } from "../ui/picture-files";
import { addressLine, writtenAddressSchema } from "./address-line.server";

export interface Order {
  readonly id: string;
  readonly number: number;
  readonly placed_at: string;
  readonly canceled: boolean;
  readonly currency: string;
  readonly items: readonly {
    /** None once the product is no longer sold. */
    readonly picture: Picture | null;
    readonly title: Both;
    readonly pack: Both;
    readonly quantity: number;
    readonly total_minor: number;
  }[];
  readonly items_minor: number;
  readonly shipping_minor: number;
  readonly tax_minor: number;
  readonly total_minor: number;
  /** Known to its buyer, and to no other. */
  readonly sendTo: {
    readonly name: string;
    readonly address: string;
    readonly phone: string;
    readonly email: string;
  } | null;
}

const orderSchema = z.object({
  order: z.object({
    id: z.string(),
    display_id: z.number(),
    status: z.string(),
    created_at: z.string(),
    currency_code: z.string(),
    email: z.string().nullish(),
    total: decimal,
    item_total: decimal,
    shipping_total: decimal,
    tax_total: decimal,
    items: z.array(
      z.object({
        product_id: z.string().nullish(),
        variant_id: z.string().nullish(),
        product_title: z.string().nullish(),
        title: z.string(),
        variant_title: z.string().nullish(),
        quantity: z.number(),
        unit_price: decimal,
        tax_total: decimal.nullish(),
      }),
    ),
    shipping_methods: z.array(z.object({ tax_total: decimal.nullish() })).nullish(),
    shipping_address: writtenAddressSchema
      .extend({ first_name: z.string().nullish(), phone: z.string().nullish() })
      .nullish(),
  }),
});

export type MedusaOrder = z.output<typeof orderSchema>["order"];

/** What is told of a company's order to who is not of it: how it stands. */
const standingSchema = z.object({ order: z.object({ id: z.string(), status: z.string().nullish() }) });

/** Medusa's order as the backend shows it to who asks. Undefined where it shows none: it is nobody's, or its page is its buyer's by now. */
export async function rawOrder(id: string, headers: Record<string, string>): Promise<MedusaOrder | undefined> {
  const answer = await call(`/store/orders/${encodeURIComponent(id)}`, orderSchema.or(standingSchema), {
    headers,
    query: WITH_TAX,
  });
  if (answer.ok) return "items" in answer.value.order ? answer.value.order : undefined;
  if (answer.refusal.status === 404) return undefined;
  throw asResponse(answer.refusal);
}

/** An order. Address and contact are there for its buyer, and for nobody else. */
export async function orderView(order: MedusaOrder): Promise<Order> {
  const cards = await productCards([...new Set(order.items.flatMap((item) => item.product_id ?? []))]);
  const names = namesOf(cards);
  const currency = order.currency_code.toUpperCase();
  const to = order.shipping_address;
  const known = Boolean(to?.address_1 ?? order.email);
  return {
    id: order.id,
    number: order.display_id,
    placed_at: order.created_at,
    canceled: order.status === "canceled",
    currency,
    items: order.items.map((item) => ({
      picture: cards.find((card) => card.id === item.product_id)?.picture ?? null,
      title: names(item.product_title ?? item.title),
      pack: names(item.variant_title ?? ""),
      quantity: item.quantity,
      total_minor: minorOf(item.unit_price, currency) * item.quantity,
    })),
    items_minor: minorOf(order.item_total, currency),
    shipping_minor: minorOf(order.shipping_total, currency),
    tax_minor: taxMinorOf(order, currency),
    // Medusa has nothing left to pay of a cancelled order; what it came to is what its page is about.
    total_minor: minorOf(order.status === "canceled" ? order.item_total + order.shipping_total : order.total, currency),
    sendTo:
      known && to
        ? {
            name: to.first_name ?? "",
            address: addressLine(to),
            phone: to.phone ?? "",
            email: order.email ?? "",
          }
        : null,
  };
}
