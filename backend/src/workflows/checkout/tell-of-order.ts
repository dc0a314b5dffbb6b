import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { formatMinor, orderNotice, toMinor, type JobPayload } from "@commonlot/domain";
import { buyersOf, noticeTo, senderOf } from "../../lib/buyer-of-order";
import { buyersLink } from "../../lib/order-key";
import type CooperativeService from "../../modules/cooperative/service";
import type CycleService from "../../modules/cycle/service";
import type ParcelService from "../../modules/parcel/service";
import type PoolService from "../../modules/pool/service";
import { TRANSFER_PROVIDER } from "../../providers/transfer/service";
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
async function tell(container: MedusaContainer, { order_id, about, handover_id }: Told): Promise<void> {
  const parcels: ParcelService = container.resolve("parcel");
  const left = handover_id === undefined ? undefined : await parcels.handovers.leftOf(handover_id, order_id);
  // What stands at a pick-up point is told with its code; what was taken back since is told by what took it back.
  if (about === "sent" && (!left || left.fetched)) return;
  const [order, buyer] = await Promise.all([read(container, order_id), buyersOf(container, [order_id])]);
  const to = buyer.get(order_id);
  if (!order || !to || (order.canceled && about !== "canceled")) return;
  if (about !== "sent" && (await toldOtherwise(container, order_id, about))) return;
  const sellers = left ? [left.cooperative_id] : order.cooperatives;
  const [first] = sellers;
  if (first === undefined) return;
  const now = new Date();
  const said = orderNotice(about, {
    number: `#${to.display_id ?? ""}`,
    amount: order.amount,
    parcels: left?.parcels ?? 0,
    transferred: order.transferred,
    link: { zh: buyersLink(order_id, "zh", now), en: buyersLink(order_id, "en", now) },
  });
  const { sender } = sellers.length === 1 ? await senderOf(container, first) : { sender: "【Commonlot】" };
  const cooperatives: CooperativeService = container.resolve("cooperative");
  await cooperatives.buyerNotices.queue({
    cooperative_id: first,
    subject_id: `${about}:${handover_id ?? order_id}`,
    notices: noticeTo(to, `${sender}${said.zh}`, said.en),
  });
}

/** What is sent again in place of goods is its claim's news, and a cycle that came to nothing says so itself. */
async function toldOtherwise(container: MedusaContainer, order_id: string, about: Told["about"]): Promise<boolean> {
  const parcels: ParcelService = container.resolve("parcel");
  if (await parcels.claims.ofReplacement(order_id)) return true;
  if (about !== "canceled") return false;
  const cycles: CycleService = container.resolve("cycle");
  const cycle = await cycles.views.ofOrder(order_id);
  return cycle?.state === "missed" || cycle?.state === "called_off";
}

async function read(
  container: MedusaContainer,
  order_id: string,
): Promise<{ canceled: boolean; transferred: boolean; amount: string; cooperatives: string[] } | undefined> {
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
    ],
    filters: { id: order_id },
  });
  const order = data[0];
  if (!order) return undefined;
  const items = (order.items ?? []).flatMap((item) =>
    item ? [{ id: item.id, variant_id: item.variant_id ?? null, quantity: Number(item.quantity) }] : [],
  );
  const paid = order as unknown as {
    payment_collections?: ({ payments?: ({ provider_id: string } | null)[] } | null)[];
  };
  const pools: PoolService = container.resolve("pool");
  const lines = await pooledLines(container, items);
  const currency = order.currency_code.toUpperCase();
  const total = toMinor(Number(order.total), currency);
  return {
    canceled: order.status === "canceled",
    transferred: (paid.payment_collections ?? []).some((one) =>
      (one?.payments ?? []).some((payment) => payment?.provider_id === TRANSFER_PROVIDER),
    ),
    amount: `${total.ok ? formatMinor(total.value, currency) : ""} ${currency}`,
    cooperatives: await pools.cooperativesOf([...new Set(lines.map((line) => line.pool_id))]),
  };
}
