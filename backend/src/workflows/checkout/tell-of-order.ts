import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { formatMinor, isByTransfer, orderNotice, sentNoticeDue, toMinor, type JobPayload } from "@commonlot/domain";
import { buyersOf, noticeTo, senderOf } from "../../lib/buyer-of-order";
import { buyersLink } from "../../lib/order-key";
import type CooperativeService from "../../modules/cooperative/service";
import type CycleService from "../../modules/cycle/service";
import type OutboxService from "../../modules/outbox/service";
import type ParcelService from "../../modules/parcel/service";
import type PoolService from "../../modules/pool/service";
import type SettlementService from "../../modules/settlement/service";
import { pooledLines } from "./lines";

type Told = JobPayload<"order-notice"> & { message_id: string };

/** No compensation: a text that is queued is true. */
const tellOfOrderStep = createStep("tell-of-order", async (input: Told, { container }) => {
  await tell(container, input);
  const cooperatives: CooperativeService = container.resolve("cooperative");
  await cooperatives.recordNotice({ message_id: input.message_id, handler: "order-notice", notice: undefined });
  return new StepResponse(undefined);
});

export const tellOfOrderWorkflow = createWorkflow(
  "tell-of-order",
  (input: Told) => new WorkflowResponse(tellOfOrderStep(input)),
);

/** Queues the notice, once for each cause; nothing where somebody else tells this buyer the same. */
async function tell(container: MedusaContainer, { order_id, about }: Told): Promise<void> {
  const left = about === "sent" ? await leftToTell(container, order_id) : undefined;
  if (about === "sent" && !left) return;
  const [order, buyer] = await Promise.all([read(container, order_id), buyersOf(container, [order_id])]);
  const to = buyer.get(order_id);
  if (!order || !to || (order.canceled && about !== "canceled")) return;
  if (about !== "sent" && (await toldOtherwise(container, order_id, about))) return;
  const sellers = left?.cooperatives ?? order.cooperatives;
  const [first] = sellers;
  if (first === undefined) return;
  const now = new Date();
  const said = orderNotice(about, {
    number: `#${to.display_id ?? ""}`,
    amount: order.amount,
    parcels: left?.parcels ?? 0,
    again: left?.again ?? false,
    transferred: order.transferred,
    owed: order.owed,
    link: { zh: buyersLink(order_id, "zh", now), en: buyersLink(order_id, "en", now) },
  });
  const { sender } = sellers.length === 1 ? await senderOf(container, first) : { sender: "【Commonlot】" };
  const cooperatives: CooperativeService = container.resolve("cooperative");
  await cooperatives.buyerNotices.queue({
    cooperative_id: first,
    subject_id: left?.subject_id ?? `${about}:${order_id}`,
    notices: noticeTo(to, `${sender}${said.zh}`, said.en),
  });
}

interface Left {
  parcels: number;
  cooperatives: string[];
  /** By the number that has left: what was told is not told again. */
  subject_id: string;
  again: boolean;
}

/** What has left of an order for its buyer, if it is to be told now; what may be told later is looked at again then. */
async function leftToTell(container: MedusaContainer, order_id: string): Promise<Left | undefined> {
  const parcels: ParcelService = container.resolve("parcel");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const left = await parcels.handovers.leftOf(order_id);
  const sum = left.reduce((all, one) => all + one.parcels, 0);
  // What stands at a pick-up point is told with its code; what was taken back since is told by what took it back.
  if (sum === 0) return undefined;
  const subject_id = `${SENT}${sum}`;
  const last = await cooperatives.buyerNotices.lastOf(order_id, SENT);
  if (last?.subject_id === subject_id) return undefined;
  const due_at = sentNoticeDue(last?.created_at, new Date());
  if (last && due_at) {
    const outbox: OutboxService = container.resolve("outbox");
    const dedup_key = `${order_id}:after:${last.id}`;
    await outbox.sendAll([{ job: "order-notice", payload: { order_id, about: "sent" }, due_at, dedup_key }]);
    return undefined;
  }
  return {
    parcels: sum,
    cooperatives: left.map((one) => one.cooperative_id),
    subject_id,
    again: last !== undefined,
  };
}

const SENT = "sent:";

/** What is sent again in place of goods is its claim's news, and a cycle that came to nothing says so itself. */
async function toldOtherwise(container: MedusaContainer, order_id: string, about: Told["about"]): Promise<boolean> {
  const parcels: ParcelService = container.resolve("parcel");
  if (await parcels.claims.ofReplacement(order_id)) return true;
  if (about !== "canceled") return false;
  const cycles: CycleService = container.resolve("cycle");
  const cycle = await cycles.views.ofOrder(order_id);
  return cycle?.state === "missed" || cycle?.state === "called_off";
}

interface OrderPayment {
  provider_id: string;
  data?: Record<string, unknown> | null;
}

/** Of what was ordered on account, or with a deposit, not all has come yet (docs/adr/0058). */
async function isOwedInPart(container: MedusaContainer, { data }: OrderPayment): Promise<boolean> {
  const { proformas }: SettlementService = container.resolve("settlement");
  const proforma = typeof data?.id === "string" ? await proformas.one(data.id) : undefined;
  return proforma?.kind === "account" || proforma?.kind === "deposit";
}

async function read(
  container: MedusaContainer,
  order_id: string,
): Promise<
  { canceled: boolean; transferred: boolean; owed: boolean; amount: string; cooperatives: string[] } | undefined
> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: "order",
    fields: [
      "id",
      "status",
      "currency_code",
      "total",
      "items.id",
      "items.variant_id",
      "items.quantity",
      "payment_collections.payments.provider_id",
      "payment_collections.payments.data",
    ],
    filters: { id: order_id },
  });
  const order = data[0];
  if (!order) return undefined;
  const items = (order.items ?? []).flatMap((item) =>
    item ? [{ id: item.id, variant_id: item.variant_id ?? null, quantity: Number(item.quantity) }] : [],
  );
  const paid = order as unknown as {
    payment_collections?: ({ payments?: (OrderPayment | null)[] } | null)[];
  };
  const transfer = (paid.payment_collections ?? [])
    .flatMap((one) => one?.payments ?? [])
    .find((payment) => payment && isByTransfer(payment));
  const pools: PoolService = container.resolve("pool");
  const lines = await pooledLines(container, items);
  const currency = order.currency_code.toUpperCase();
  const total = toMinor(Number(order.total), currency);
  return {
    canceled: order.status === "canceled",
    transferred: Boolean(transfer),
    owed: transfer ? await isOwedInPart(container, transfer) : false,
    amount: `${total.ok ? formatMinor(total.value, currency) : ""} ${currency}`,
    cooperatives: await pools.cooperativesOf([...new Set(lines.map((line) => line.pool_id))]),
  };
}
