import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { packLines, type PackLine } from "../../../../backend/src/lib/pack-lines";
import { provinceName, provinceOfAddress } from "../../../../backend/src/lib/province";
import type { PlanDestination, PlanItem } from "../../../../backend/src/modules/parcel/plan";
import type ParcelService from "../../../../backend/src/modules/parcel/service";
import type PoolService from "../../../../backend/src/modules/pool/service";
import type WholesaleService from "../../../../backend/src/modules/wholesale/service";
import { PermanentFailure, type JobHandler } from "../../job";

/** Order -> cartons -> parcels, each with its lots: one transaction, whatever their number. */
export const handle: JobHandler<"plan-parcels"> = async ({ container, message_id, payload, log }) => {
  const { order_id } = payload;
  const parcels: ParcelService = container.resolve("parcel");
  const pools: PoolService = container.resolve("pool");
  const order = await orderToPack(container, order_id);
  const allocations = await pools.allocationsOfOrder(order_id);
  if (allocations.length === 0) throw new Error(`order ${order_id} has no allocation yet`);
  const list_id = order.metadata?.addressee_list_id;
  const destinations =
    typeof list_id === "string" && list_id !== ""
      ? await addressees(container, order, list_id)
      : [
          addressOf(
            order,
            order.lines.map((line) => itemOf(order, line, line.packs)),
          ),
        ];
  const planned = await parcels.planOrder({
    message_id,
    order_id,
    currency: order.currency_code,
    destinations,
    allocations,
  });
  // Names no addressee: the refusal carries our ids only.
  if (!planned.ok) throw new PermanentFailure(planned.refusal.message);
  // Lots that staff swapped while the plan was made.
  const refitted = await parcels.refits.refit(order_id, await pools.allocationsOfOrder(order_id));
  if (!refitted.ok) throw new Error(refitted.refusal.message);
  log.info({ order_id, ...planned.value, refitted: refitted.value.moved }, "parcels planned");
};

interface OrderToPack {
  id: string;
  currency_code: string;
  email?: string | null;
  metadata?: Record<string, unknown> | null;
  shipping_address?: {
    first_name?: string | null;
    last_name?: string | null;
    company?: string | null;
    phone?: string | null;
    province?: string | null;
    city?: string | null;
    address_1?: string | null;
    address_2?: string | null;
  } | null;
  titles: Map<string, string>;
  lines: PackLine[];
}

async function orderToPack(container: MedusaContainer, order_id: string): Promise<OrderToPack> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: "order",
    // The quantity of an order line lives in its detail: asked for alone it comes back empty.
    fields: ["id", "currency_code", "metadata", "shipping_address.*", "items.*", "items.detail.*"],
    filters: { id: order_id },
  });
  const order = data[0];
  if (!order) throw new PermanentFailure(`There is no order ${order_id}.`);
  const items = (order.items ?? []).flatMap((item) => (item ? [item] : []));
  const titles = new Map(
    items.map(
      (item) => [item.id, [item.product_title ?? item.title, item.variant_title].filter(Boolean).join(" ")] as const,
    ),
  );
  const lines = await packLines(
    container,
    items.map((item) => ({ id: item.id, variant_id: item.variant_id, quantity: Number(item.quantity) })),
  );
  const wrong = lines.find((line) => !Number.isSafeInteger(line.packs) || line.packs <= 0);
  if (wrong) throw new Error(`order ${order_id}: line ${wrong.id} has ${wrong.packs} packs`);
  return { ...(order as Omit<OrderToPack, "titles" | "lines">), titles, lines };
}

function itemOf(order: OrderToPack, line: PackLine, packs: number): PlanItem {
  return {
    order_line_id: line.id,
    title: order.titles.get(line.id) ?? "",
    packs,
    pack_g: line.pack_g,
    cooperative_id: line.cooperative_id,
    blendable: line.blendable,
  };
}

function addressOf(order: OrderToPack, items: PlanItem[]): PlanDestination {
  const address = order.shipping_address;
  const province_code = provinceOfAddress(address);
  if (!address || province_code === undefined) {
    throw new PermanentFailure(
      `Order ${order.id} has no province that we deliver to: correct its address, then plan again.`,
    );
  }
  // Chinese names have the family name first; a Latin name is written as it was given.
  const [first, last] = [address.first_name?.trim() ?? "", address.last_name?.trim() ?? ""];
  const name = /\p{Script=Han}/u.test(first + last) ? `${last}${first}` : `${first} ${last}`.trim();
  return {
    id: order.id,
    name: name || address.company?.trim() || "-",
    phone: address.phone?.trim() ?? "",
    province_code,
    address: joined(province_code, address.city, address.address_1, address.address_2),
    items,
  };
}

/** The addressees of a bulk order's list, which is claimed for this order first: one list, one order. */
async function addressees(container: MedusaContainer, order: OrderToPack, list_id: string): Promise<PlanDestination[]> {
  const wholesale: WholesaleService = container.resolve("wholesale");
  const [line, second] = order.lines;
  if (!line || second)
    throw new PermanentFailure(`Order ${order.id} names an addressee list and has not exactly one line.`);
  const claimed = await wholesale.claimList({ list_id, order_id: order.id });
  if (!claimed.ok) throw new PermanentFailure(claimed.refusal.message);
  if (claimed.value.packs_total !== line.packs) {
    throw new PermanentFailure(
      `Order ${order.id} has ${line.packs} packs, its addressee list ${claimed.value.packs_total}.`,
    );
  }
  const all = await wholesale.addressees(list_id);
  return all.map((addressee) => ({
    id: addressee.id,
    addressee_id: addressee.id,
    name: addressee.name,
    phone: addressee.phone,
    province_code: addressee.province_code,
    address: joined(addressee.province_code, addressee.city, addressee.address),
    items: [itemOf(order, line, addressee.packs)],
  }));
}

/** An address as one line, province first, nothing twice. */
function joined(province_code: string, ...parts: (string | null | undefined)[]): string {
  const texts = parts.map((part) => part?.trim() ?? "").filter((part) => part !== "");
  const province = provinceName(province_code);
  return (texts.some((text) => text.startsWith(province)) ? texts : [province, ...texts]).join(" ");
}
