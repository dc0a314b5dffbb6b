import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { ok, PICKUP, refuse, sameGoods, TRUCK, type Refusal, type Result } from "@commonlot/domain";
import type { PlanDestination, PlanItem } from "../modules/parcel/plan";
import type ParcelService from "../modules/parcel/service";
import type WholesaleService from "../modules/wholesale/service";
import { packLines, valueOfPack, type PackLine } from "./pack-lines";
import { pickupsOfOrder } from "./pickups-of-order";
import { provinceCode, provinceName, provinceOfAddress } from "./province";
import { trucksOfOrder, type Trucks } from "./trucks-of-order";

/** What an order asks to be packed, and for whom, in the order of its list. */
export interface PackingList {
  order_id: string;
  display_id: number | null;
  currency: string;
  /** It names addressees: a wholesale order, whose buyer is asked before it is changed. */
  wholesale: boolean;
  lines: (PackLine & { title: string })[];
  destinations: PlanDestination[];
}

export type PackingListRefusal = Refusal;

interface OrderToPack {
  id: string;
  display_id?: number | null;
  currency_code: string;
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

/**
 * Reads an order's packing list. A list of addressees is claimed for the order: one list, one order. What is fetched has its code from
 * here on. Refuses what only a person can put right; its sentences name no addressee.
 */
export async function packingList(
  container: MedusaContainer,
  order_id: string,
): Promise<Result<PackingList, PackingListRefusal>> {
  const order = await orderToPack(container, order_id);
  if (!order) return refuse("order_not_found", `There is no order ${order_id}.`);
  const list_id = order.metadata?.addressee_list_id;
  const wholesale = typeof list_id === "string" && list_id !== "";
  const destinations = wholesale ? await addressees(container, order, list_id) : await ofBuyer(container, order);
  if (!destinations.ok) return destinations;
  return ok({
    order_id,
    display_id: order.display_id ?? null,
    currency: order.currency_code,
    wholesale,
    lines: order.lines.map((line) => ({ ...line, title: order.titles.get(line.id) ?? "" })),
    destinations: destinations.value,
  });
}

/** The same list without packs that fell short or have left; destinations with nothing left to pack are gone. */
export function lessPacks(
  destinations: readonly PlanDestination[],
  less: readonly { order_line_id: string; destination_id: string; packs: number }[],
): PlanDestination[] {
  const packs = new Map<string, number>();
  for (const one of less) {
    const key = `${one.destination_id}/${one.order_line_id}`;
    packs.set(key, (packs.get(key) ?? 0) + one.packs);
  }
  return destinations.flatMap((one) => {
    const items = one.items
      .map((item) => ({ ...item, packs: item.packs - (packs.get(`${one.id}/${item.order_line_id}`) ?? 0) }))
      .filter((item) => item.packs > 0);
    return items.length === 0 ? [] : [{ ...one, items }];
  });
}

async function orderToPack(container: MedusaContainer, order_id: string): Promise<OrderToPack | undefined> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({
    entity: "order",
    // The quantity of an order line lives in its detail: asked for alone it comes back empty.
    fields: ["id", "display_id", "currency_code", "metadata", "shipping_address.*", "items.*", "items.detail.*"],
    filters: { id: order_id },
  });
  const order = data[0];
  if (!order) return undefined;
  const items = (order.items ?? []).flatMap((item) => (item ? [item] : []));
  const titles = new Map(
    items.map(
      (item) => [item.id, [item.product_title ?? item.title, item.variant_title].filter(Boolean).join(" ")] as const,
    ),
  );
  const lines = await packLines(
    container,
    items.map((item) => ({
      id: item.id,
      variant_id: item.variant_id,
      quantity: Number(item.quantity),
      value_minor: valueOfPack(item, order.currency_code),
    })),
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
    volume_ml: line.volume_ml,
    nature: line.nature,
    value_minor: line.value_minor,
    cooperative_id: line.cooperative_id,
    blendable: line.blendable,
  };
}

/**
 * The buyer's own order: what is sent goes to the address, on a truck each cooperative's by itself, what is fetched to its points, each
 * cooperative's to its own.
 */
async function ofBuyer(
  container: MedusaContainer,
  order: OrderToPack,
): Promise<Result<PlanDestination[], PackingListRefusal>> {
  const parcels: ParcelService = container.resolve("parcel");
  const chosen = await pickupsOfOrder(container, order.id);
  // What is sent again may be of one cooperative among those of the first order.
  const own = new Set(order.lines.map((line) => line.cooperative_id));
  const points = new Map([...chosen].filter(([cooperative_id]) => own.has(cooperative_id)));
  const waiting = await parcels.pointOrders.open(order.id, points);
  const sent = order.lines.filter((line) => !waiting.has(line.cooperative_id));
  const fetched = [...waiting.values()].map(({ cooperative_id, point }): PlanDestination => ({
    id: `${order.id}:${cooperative_id}`,
    name: nameOf(order.shipping_address),
    phone: order.shipping_address?.phone?.trim() ?? "",
    province_code: PICKUP.place,
    address: `${joined(provinceCode(point.province) ?? "", point.city, point.street)} (${point.name_zh})`,
    items: order.lines
      .filter((line) => line.cooperative_id === cooperative_id)
      .map((line) => itemOf(order, line, line.packs)),
  }));
  if (sent.length === 0 && fetched.length > 0) return ok(fetched);
  const address = addressOf(order, sent);
  if (!address.ok) return address;
  const trucks = await trucksOfOrder(container, order.id);
  return ok([...address.value.flatMap((one) => byTruck(one, trucks)), ...fetched]);
}

/** A destination parted: the goods of each cooperative whose truck goes there, to a place that only trucks go to, and the rest in parcels. */
function byTruck(destination: PlanDestination, trucks: Trucks): PlanDestination[] {
  const driven = destination.items.filter((item) => trucks.has(item.cooperative_id));
  if (driven.length === 0) return [destination];
  const rest = destination.items.filter((item) => !trucks.has(item.cooperative_id));
  const cooperative_ids = [...new Set(driven.map((item) => item.cooperative_id))];
  return [
    ...(rest.length === 0 ? [] : [{ ...destination, items: rest }]),
    ...cooperative_ids.map((cooperative_id) => ({
      ...destination,
      id: `${destination.id}:${cooperative_id}`,
      province_code: TRUCK.place,
      truck_minor: trucks.get(cooperative_id),
      items: driven.filter((item) => item.cooperative_id === cooperative_id),
    })),
  ];
}

function addressOf(order: OrderToPack, lines: readonly PackLine[]): Result<PlanDestination[], PackingListRefusal> {
  const address = order.shipping_address;
  const province_code = provinceOfAddress(address);
  if (!address || province_code === undefined) {
    return refuse(
      "no_province",
      `Order ${order.id} has no province that we deliver to: correct its address, then plan again.`,
    );
  }
  return ok([
    {
      id: order.id,
      name: nameOf(address),
      phone: address.phone?.trim() ?? "",
      province_code,
      address: joined(province_code, address.city, address.address_1, address.address_2),
      items: lines.map((line) => itemOf(order, line, line.packs)),
    },
  ]);
}

function nameOf(address: OrderToPack["shipping_address"]): string {
  // Chinese names have the family name first; a Latin name is written as it was given.
  const [first, last] = [address?.first_name?.trim() ?? "", address?.last_name?.trim() ?? ""];
  const name = /\p{Script=Han}/u.test(first + last) ? `${last}${first}` : `${first} ${last}`.trim();
  return name || address?.company?.trim() || "-";
}

/** The addressees of a bulk order's list, which is claimed for this order first: one list, one order. */
async function addressees(
  container: MedusaContainer,
  order: OrderToPack,
  list_id: string,
): Promise<Result<PlanDestination[], PackingListRefusal>> {
  const wholesale: WholesaleService = container.resolve("wholesale");
  const [only, second] = order.lines;
  const lines = new Map(order.lines.map((line) => [line.variant_id, line]));
  if (!only || lines.size !== order.lines.length)
    return refuse("one_line", `Order ${order.id} names an addressee list and has not exactly one line of each pack.`);
  const claimed = await wholesale.claimList({ list_id, order_id: order.id });
  if (!claimed.ok) return claimed;
  const { goods, packs_total } = claimed.value;
  if (goods === null && second)
    return refuse("one_line", `Order ${order.id} names an addressee list of one kind of pack and has several.`);
  const packs = order.lines.reduce((sum, line) => sum + line.packs, 0);
  const same = goods === null || sameGoods(goods, Object.fromEntries(order.lines.map((o) => [o.variant_id, o.packs])));
  if (packs_total !== packs || !same)
    return refuse(
      "packs_differ",
      `Order ${order.id} has ${packs} packs, its addressee list ${packs_total}, or not the same of each kind.`,
    );
  const all = await wholesale.addressees(list_id);
  return ok(
    all.map((addressee) => ({
      id: addressee.id,
      addressee_id: addressee.id,
      name: addressee.name,
      phone: addressee.phone,
      province_code: addressee.province_code,
      address: joined(addressee.province_code, addressee.city, addressee.address),
      items: Object.entries(addressee.goods ?? { [only.variant_id]: addressee.packs }).flatMap(
        ([variant_id, count]) => {
          const line = lines.get(variant_id);
          return line ? [itemOf(order, line, count)] : [];
        },
      ),
    })),
  );
}

/** An address as one line, province first, nothing twice. */
function joined(province_code: string, ...parts: (string | null | undefined)[]): string {
  const texts = parts.map((part) => part?.trim() ?? "").filter((part) => part !== "");
  const province = provinceName(province_code);
  return (texts.some((text) => text.startsWith(province)) ? texts : [province, ...texts]).join(" ");
}
