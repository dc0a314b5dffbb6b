import { redirect } from "react-router";
import { z } from "zod";
import { call, type Answer } from "../../lib/api.server";
import { rememberOrder, saved, tokenOf, type ShopSession } from "../../lib/sessions.server";
import { both, minor } from "../../lib/shapes";
import { meSchema } from "./data.server";

// What a company ordered, and the papers of it.

export const SHOWN_ORDERS = ["open", "done"] as const;

const order = z.object({
  id: z.string(),
  number: z.int(),
  created_at: z.string(),
  currency: z.string(),
  total_minor: minor,
  canceled: z.boolean(),
  nothing_comes: z.boolean(),
  who: z.string(),
  quotes: z.array(z.object({ id: z.string(), number: z.string(), wanted_on: z.string().nullable() })),
  joint_id: z.string().nullable(),
  goods: z.array(z.object({ title: both, pack: both, packs: z.int() })),
  goods_count: z.int(),
  left_minor: minor,
  lies_minor: minor,
  due_at: z.string().nullable(),
  on_account: z.boolean(),
  parcels: z.int(),
  delivered: z.int(),
  invoiced: z.boolean(),
});
export type CompanyOrder = z.output<typeof order>;
export const companyOrdersSchema = z.object({ orders: z.array(order), next: z.string().nullable() });
const oneOrder = z.object({ order, order_key: z.string().nullable() });

export const companyInvoicesSchema = z.object({
  invoices: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(["invoice", "credit_note"]),
      number: z.string(),
      credits_number: z.string().nullable(),
      order_number: z.int(),
      seller: both,
      buyer: z.string().nullable(),
      currency: z.string(),
      total_minor: minor,
      tax_minor: minor,
      issued_at: z.string(),
    }),
  ),
  not_invoiced: z.array(z.object({ id: z.string(), number: z.int(), created_at: z.string() })),
  today: z.string(),
  time_zone: z.string(),
  next: z.string().nullable(),
});

export interface OrderFrame {
  readonly me: z.output<typeof meSchema>;
  readonly order: CompanyOrder;
  /** By which who buys for the company acts as the order's buyer; null: they only look. */
  readonly order_key: string | null;
}

/** The company that this browser is signed in for, where the order is one of its own. */
export async function frameOf(request: Request, order_id: string): Promise<OrderFrame | null> {
  const token = await tokenOf(request, "company");
  if (token === undefined) return null;
  const [found, me]: [Answer<z.output<typeof oneOrder>>, Answer<z.output<typeof meSchema>>] = await Promise.all([
    call(`/wholesale/orders/${encodeURIComponent(order_id)}`, oneOrder, { token }),
    call("/wholesale/me", meSchema, { token }),
  ]);
  return found.ok && me.ok ? { me: me.value, ...found.value } : null;
}

/** Who buys for a company acts as the buyer of its orders: this browser keeps the key as if it had opened their link. */
export async function actAsCompany(request: Request, session: ShopSession, frame: OrderFrame): Promise<void> {
  if (frame.order_key === null || session.get("order_keys")?.[frame.order.id] !== undefined) return;
  rememberOrder(session, frame.order.id, frame.order_key);
  const { pathname, search } = new URL(request.url);
  throw redirect(`${pathname}${search}`, { headers: await saved(session) });
}
