import { createHash } from "node:crypto";
import type { IInventoryService, IOrderModuleService, MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils";
import { cancelOrderWorkflow } from "@medusajs/medusa/core-flows";
import { killPoint } from "../../../lib/kill-point";
import { provinceName } from "../../../lib/province";
import type { ClaimLine, ClaimRow } from "../../../modules/parcel/claim-types";
import type { ParcelView } from "../../../modules/parcel/types";
import type PoolService from "../../../modules/pool/service";

interface OriginalOrder {
  id: string;
  display_id?: number | null;
  email?: string | null;
  customer_id?: string | null;
  region_id?: string | null;
  sales_channel_id?: string | null;
  currency_code: string;
  metadata?: Record<string, unknown> | null;
  shipping_address?: (Record<string, unknown> & { id?: string }) | null;
  items?: (OriginalItem | null)[] | null;
  shipping_methods?:
    ({ name?: string; shipping_option_id?: string; data?: Record<string, unknown> | null } | null)[] | null;
}

interface OriginalItem {
  id: string;
  title: string;
  subtitle?: string | null;
  thumbnail?: string | null;
  variant_id?: string | null;
  variant_title?: string | null;
  variant_sku?: string | null;
  product_id?: string | null;
  product_title?: string | null;
  requires_shipping?: boolean;
}

/** Ids that follow from the claim and its attempt: who runs this twice makes one order. */
export function replacementIds(claim: Pick<ClaimRow, "id" | "attempt">, lines: readonly ClaimLine[]) {
  const of = (...parts: (string | number)[]) =>
    createHash("sha256")
      .update([claim.id, claim.attempt, ...parts].join("/"))
      .digest("hex")
      .slice(0, 26);
  return {
    order_id: `order_${of()}`,
    lines: lines.map((line) => ({
      ...line,
      of_line_id: line.order_line_id,
      order_line_id: `ordli_${of(line.order_line_id)}`,
    })),
  };
}

export type ReplacementIds = ReturnType<typeof replacementIds>;

/**
 * Medusa's own order for what is sent again, at no price, with its reservations: so that Admin, a return, and any client of
 * Medusa's see packs, fulfilment and shipment where they look for them. Looked for by its id before it is
 * made, by one worker at a time (`runClaim`); one that was cancelled meanwhile stays so. Why not Medusa's claim of the first order: docs/adr/0023.
 */
export async function placeReplacement(
  container: MedusaContainer,
  claim: ClaimRow,
  parcel: ParcelView,
  ids: ReplacementIds,
): Promise<"placed" | "canceled"> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data: known } = await query.graph({
    entity: "order",
    fields: ["id", "status"],
    filters: { id: ids.order_id },
  });
  if (known[0]?.status === "canceled") return "canceled";
  if (known.length === 0) {
    const { data } = await query.graph({ entity: "order", fields: ORDER_FIELDS, filters: { id: claim.order_id } });
    const original = data[0] as unknown as OriginalOrder | undefined;
    if (!original) throw new Error(`order ${claim.order_id} of claim ${claim.number} is not there`);
    const orders: IOrderModuleService = container.resolve(Modules.ORDER);
    await orders.createOrders(orderOf(claim, parcel, ids, original) as Parameters<typeof orders.createOrders>[0]);
  }
  killPoint("replacement_placed");
  await reserve(container, ids);
  return "placed";
}

const ORDER_FIELDS = [
  "id",
  "display_id",
  "email",
  "customer_id",
  "region_id",
  "sales_channel_id",
  "currency_code",
  "metadata",
  "shipping_address.*",
  "items.*",
  "shipping_methods.*",
];

function orderOf(claim: ClaimRow, parcel: ParcelView, ids: ReplacementIds, original: OriginalOrder) {
  const { id: _, ...address } = original.shipping_address ?? {};
  const [method] = original.shipping_methods ?? [];
  return {
    id: ids.order_id,
    region_id: original.region_id ?? undefined,
    sales_channel_id: original.sales_channel_id ?? undefined,
    customer_id: original.customer_id ?? undefined,
    email: original.email ?? undefined,
    currency_code: original.currency_code,
    status: "pending",
    metadata: {
      claim_number: claim.number,
      replaces_order_id: original.id,
      replaces_display_id: original.display_id ?? null,
    },
    // An addressee of a bulk order has no address in Medusa: the parcel knows it.
    shipping_address:
      parcel.addressee_id === null
        ? address
        : {
            first_name: parcel.name,
            phone: parcel.phone,
            province: provinceName(parcel.province_code),
            address_1: parcel.address,
            country_code: "cn",
          },
    items: ids.lines.map((line) => {
      const item = (original.items ?? []).find((one) => one?.id === line.of_line_id);
      if (!item) throw new Error(`order ${original.id} has no line ${line.of_line_id}`);
      return {
        id: line.order_line_id,
        title: item.title,
        subtitle: item.subtitle ?? undefined,
        thumbnail: item.thumbnail ?? undefined,
        variant_id: item.variant_id ?? undefined,
        variant_title: item.variant_title ?? undefined,
        variant_sku: item.variant_sku ?? undefined,
        product_id: item.product_id ?? undefined,
        product_title: item.product_title ?? undefined,
        requires_shipping: item.requires_shipping ?? true,
        quantity: line.packs,
        unit_price: 0,
        metadata: { replaces_line_id: item.id },
      };
    }),
    shipping_methods: method?.shipping_option_id
      ? [
          {
            name: method.name ?? "-",
            amount: 0,
            shipping_option_id: method.shipping_option_id,
            data: method.data ?? {},
          },
        ]
      : [],
  };
}

/** One reservation a line, at the pool's location: Medusa fulfils nothing without. Its stock check is not asked: the pool has held it. */
async function reserve(container: MedusaContainer, ids: ReplacementIds): Promise<void> {
  const inventory: IInventoryService = container.resolve(Modules.INVENTORY);
  const pools: PoolService = container.resolve("pool");
  const line_ids = ids.lines.map((line) => line.order_line_id);
  const known = new Set(
    (await inventory.listReservationItems({ line_item_id: line_ids })).map((one) => one.line_item_id),
  );
  const places = new Map((await pools.locationsOf(ids.order_id)).map((one) => [one.pool_id, one]));
  const pool_of = new Map(
    (await pools.allocationsOfOrder(ids.order_id)).map((one) => [one.order_line_id, one.pool_id]),
  );
  const missing = ids.lines.flatMap((line) => {
    const place = places.get(pool_of.get(line.order_line_id) ?? "");
    if (known.has(line.order_line_id) || !place) return [];
    return [
      {
        line_item_id: line.order_line_id,
        inventory_item_id: place.inventory_item_id,
        location_id: place.location_id,
        quantity: line.packs * line.pack_units,
        allow_backorder: true,
      },
    ];
  });
  if (missing.length > 0) await inventory.createReservationItems(missing);
}

/** Medusa's order of a replacement that is taken back; not there, or cancelled before: done. */
export async function cancelReplacement(container: MedusaContainer, order_id: string): Promise<void> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({ entity: "order", fields: ["id", "status"], filters: { id: order_id } });
  if (!data[0] || data[0].status === "canceled") return;
  await cancelOrderWorkflow(container).run({ input: { order_id, no_notification: true } });
}
