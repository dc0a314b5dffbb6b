import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { capturePaymentWorkflow } from "@medusajs/medusa/core-flows";
import { apportion, compareText, isByTransfer, JOINT_TRANSFER, toMinor, transferProcessor } from "@commonlot/domain";
import { killPoint } from "../../lib/kill-point";
import type PoolService from "../../modules/pool/service";
import type { AgreedFreight } from "../../modules/settlement/freight-gaps";
import type SettlementService from "../../modules/settlement/service";
import type WholesaleService from "../../modules/wholesale/service";
import { freightPerCooperative } from "../parcel/shipping-price";
import { cartOfOrder } from "./cart-of-order";
import { paymentStatus } from "./facts";
import { pooledLines } from "./lines";
import { reconcileCompletion } from "./reconcile";

interface OrderPayment {
  id: string;
  amount: number | string;
  captured_at?: unknown;
  canceled_at?: unknown;
  provider_id: string;
  data: Record<string, unknown>;
}

interface PaidOrder {
  id: string;
  status: string;
  currency_code: string;
  created_at: string | Date;
  items: {
    id: string;
    product_id?: string | null;
    variant_id: string | null;
    quantity: number;
    total: number | string;
    tax_total: number | string;
  }[];
  shipping_methods: { total: number | string; tax_total: number | string }[];
  payment_collections: { payments?: (OrderPayment | null)[] }[];
}

const ORDER_FIELDS = [
  "id",
  "status",
  "currency_code",
  "created_at",
  "total",
  "items.*",
  "items.total",
  "items.tax_total",
  "shipping_methods.*",
  "shipping_methods.total",
  "shipping_methods.tax_total",
  "payment_collections.payments.id",
  "payment_collections.payments.amount",
  "payment_collections.payments.captured_at",
  "payment_collections.payments.canceled_at",
  "payment_collections.payments.provider_id",
  "payment_collections.payments.data",
];

/**
 * Captures the card of a confirmed order and writes the money into the ledger. Medusa's capture is an outside call: it is
 * looked up first (captured_at, then the provider) and Stripe refuses a second one, so a crash in between captures once.
 */
async function captureOrder(container: MedusaContainer, order_id: string): Promise<void> {
  const order = await paidOrder(container, order_id);
  if (!order) return;
  const payment = livePayment(order);
  if (order.status === "canceled" && !payment?.captured_at) return;
  if (!payment) throw new Error(`order ${order_id} is confirmed but has no payment`);
  if (!payment.captured_at) {
    const status = await paymentStatus(container, payment);
    if (status === "canceled") return void (await reconcileCompletion(container, await cartOf(container, order_id)));
    if (status === "unknown" && payment.provider_id.startsWith("pp_stripe"))
      throw new Error("the payment provider can't be reached now");
    killPoint("before_capture");
    await capturePaymentWorkflow(container).run({ input: { payment_id: payment.id } });
    killPoint("after_capture");
  }
  await record(container, order, payment);
}

/** Writes what was captured for an order into the ledger, when something was; for a cancellation, which takes it out again. */
export async function recordCapturedMoney(container: MedusaContainer, order_id: string): Promise<void> {
  const order = await paidOrder(container, order_id);
  const payment = order && livePayment(order);
  if (order && payment?.captured_at) await record(container, order, payment);
}

function livePayment(order: PaidOrder): OrderPayment | undefined {
  return order.payment_collections.flatMap((c) => c.payments ?? []).find((p) => p && !p.canceled_at) ?? undefined;
}

async function record(container: MedusaContainer, order: PaidOrder, payment: OrderPayment): Promise<void> {
  const settlement: SettlementService = container.resolve("settlement");
  const recorded = await settlement.recordCapture(await captureOf(container, order, payment));
  if (!recorded.ok) throw new Error(recorded.refusal.message);
}

async function paidOrder(container: MedusaContainer, order_id: string): Promise<PaidOrder | undefined> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({ entity: "order", fields: ORDER_FIELDS, filters: { id: order_id } });
  return data[0] as unknown as PaidOrder | undefined;
}

async function cartOf(container: MedusaContainer, order_id: string): Promise<string> {
  const cart_id = await cartOfOrder(container, order_id);
  if (!cart_id) throw new Error(`order ${order_id} has no cart`);
  return cart_id;
}

/** What was paid, line by line: each line's own total and its share of the freight; the sum is what was captured, to the cent. */
async function captureOf(container: MedusaContainer, order: PaidOrder, payment: OrderPayment) {
  const currency = order.currency_code.toUpperCase();
  const captured_minor = minor(payment.amount, currency);
  const pools: PoolService = container.resolve("pool");
  const pooled = await pooledLines(container, order.items);
  const rows = await Promise.all(
    [...new Set(pooled.map((line) => line.pool_id))].map(async (pool_id) => (await pools.poolReport(pool_id))?.pool),
  );
  const lines = pooled
    .map((line) => {
      const pool = rows.find((p) => p?.id === line.pool_id);
      const item = order.items.find((i) => i.id === line.id);
      if (!pool || !item) throw new Error(`order ${order.id}: line ${line.id} has no pool`);
      const units = line.units_per_pack * line.packs;
      return {
        line,
        pool,
        product_id: item.product_id ?? null,
        units,
        grams: units * pool.unit_g,
        total: minor(item.total, currency),
        tax: minor(item.tax_total, currency),
      };
    })
    .sort((a, b) => (a.line.id < b.line.id ? -1 : 1));
  const goods = lines.reduce((sum, l) => sum + l.total, 0n);
  const freight_tax = order.shipping_methods.reduce((sum, m) => sum + minor(m.tax_total, currency), 0n);
  const cooperative_ids = [...new Set(lines.map((l) => l.pool.cooperative_id))].sort();
  const asked = await freightPerCooperative(container, order.id, cooperative_ids);
  const freight = shareFreight(captured_minor - goods, lines, asked);
  const cart_id = await cartOfOrder(container, order.id);
  const wholesale: WholesaleService = container.resolve("wholesale");
  const freightTax = shareFreight(freight_tax, lines, asked);
  return {
    order_id: order.id,
    currency,
    captured_minor,
    provider_ref: String(payment.data.id ?? payment.id),
    ...(isByTransfer(payment) ? { processor: accountOf(cooperative_ids) } : {}),
    freight: cart_id === undefined ? [] : await agreedFreight(container, cart_id),
    agent: cart_id === undefined ? undefined : await wholesale.agents.leadOf(cart_id),
    sold_at: new Date(order.created_at),
    lines: lines.map((l) => ({
      order_line_id: l.line.id,
      cooperative_id: l.pool.cooperative_id,
      pool_id: l.pool.id,
      product_id: l.product_id,
      units: l.units,
      grams: l.grams,
      paid_minor: l.total + (freight.get(l.line.id) ?? 0n),
      tax_minor: l.tax + (freightTax.get(l.line.id) ?? 0n),
      freight_paid_minor: freight.get(l.line.id) ?? 0n,
    })),
  };
}

/** At whose bank a transfer lies: at its cooperative's, or of a joint quote at each one's. */
function accountOf(cooperative_ids: readonly string[]): string {
  const [only, second] = cooperative_ids;
  return second === undefined ? transferProcessor(only ?? "") : JOINT_TRANSFER;
}

/** What the accepted quotes of a cart say of their freight; none of other carts. */
async function agreedFreight(container: MedusaContainer, cart_id: string): Promise<AgreedFreight[]> {
  const wholesale: WholesaleService = container.resolve("wholesale");
  const found = await wholesale.quotes.allOfCart(cart_id);
  const company = found[0] && (await wholesale.companies.one(found[0].quote.company_id));
  return found.map(({ quote, version, order }) => ({
    cooperative_id: quote.cooperative_id,
    quote_id: quote.id,
    quote_number: quote.number,
    company_id: quote.company_id,
    company: company?.name ?? "",
    cart_id,
    person: order?.member_id ?? quote.asked_by,
    agreed_minor: version.freight_minor ?? 0n,
    // A version that says nothing of it: the cooperative bears it.
    term: version.freight_term ?? { bearer: "cooperative" },
  }));
}

/** Splits freight over cooperatives as it was asked for, and inside one by weight. Line id -> minor units; sums to the total. */
function shareFreight(
  total: bigint,
  lines: readonly { line: { id: string }; grams: number; pool: { cooperative_id: string } }[],
  asked: ReadonlyMap<string, bigint>,
): Map<string, bigint> {
  const cooperative_ids = [...asked.keys()];
  const perCooperative = apportion(
    total,
    cooperative_ids.map((id) => asked.get(id) ?? 0n),
    cooperative_ids,
    compareText,
  );
  return new Map(
    cooperative_ids.flatMap((cooperative_id, i) => {
      const mine = lines.filter((l) => l.pool.cooperative_id === cooperative_id);
      const ids = mine.map((l) => l.line.id);
      const shares = apportion(
        perCooperative[i] ?? 0n,
        mine.map((l) => BigInt(l.grams)),
        ids,
        compareText,
      );
      return ids.map((id, k): [string, bigint] => [id, shares[k] ?? 0n]);
    }),
  );
}

function minor(amount: unknown, currency: string): bigint {
  const parsed = toMinor(typeof amount === "string" ? amount : Number(amount), currency);
  if (!parsed.ok) throw new Error(parsed.refusal.message);
  return parsed.value;
}

/** No compensation: a capture that went through is the truth; what follows is tried again by its job. */
const captureOrderStep = createStep("capture-order", async (input: { order_id: string }, { container }) => {
  await captureOrder(container, input.order_id);
  return new StepResponse(undefined);
});

export const captureOrderWorkflow = createWorkflow("capture-confirmed-order", (input: { order_id: string }) => {
  captureOrderStep(input);
  return new WorkflowResponse(input);
});
