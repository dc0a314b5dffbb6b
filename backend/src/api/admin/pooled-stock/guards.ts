import type { MedusaContainer } from "@medusajs/framework/types";
import type { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { Modules } from "@medusajs/framework/utils";
import { refuseWith, valueOf } from "../../../lib/refusal";
import type SettlementService from "../../../modules/settlement/service";
import type ParcelService from "../../../modules/parcel/service";
import type PoolService from "../../../modules/pool/service";
import { pooledLines } from "../../../workflows/checkout/lines";
import { withdrawFromPacking } from "../../../workflows/checkout/withdraw-order";
import { addedVariants, isOpenOrder, orderOfPayment, variantsOfOrder, type ChangeOwner } from "./facts";

export type Guard = (req: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction) => Promise<void>;

/** Reads what a guard must look at: `param:id` of the address, or every value under these keys of the body. */
type Reader = (req: MedusaRequest) => readonly string[];

export const param =
  (name: string): Reader =>
  (req) => [req.params[name] ?? ""];

/** Every text under one of these keys, however deep in the body: Medusa's batches nest the same keys in many ways. */
export const body =
  (...keys: string[]): Reader =>
  (req) =>
    textsUnder(req.body, new Set(keys));

const LEVELS =
  "The stock of this item is counted by its pool, kilo by kilo, so Medusa's level can't be set by hand. Nothing was changed. " +
  "Weigh goods in, or enter waste or a correction at the cooperative's desk, under Pools.";
const RESERVATIONS =
  "This item is promised by holds of its pool, so it can't be reserved by hand. Nothing was changed. " +
  "Let the buyer check out, or hold stock for a quote at the cooperative's desk, under Holds.";
const DRAFT =
  "This draft has goods of a pool, which are promised only to an order that is paid for. Nothing was changed. " +
  "Send the buyer to the shop, or hold the goods for them at the cooperative's desk, under Holds.";
const EDIT =
  "Goods of a pool can't be added to an order or changed in it: its kilos are promised and shared among households. " +
  "Nothing was changed. Enter a short at the desk when less can be sent; for more, let the buyer order again.";
const OUTBOUND =
  "Goods of a pool can't be sent by an exchange or a claim: nothing of the pool would be held for it. Nothing was changed. " +
  "Open a claim on the parcel's page at the desk: it sends goods again or refunds; what comes back is received as a return.";
const FULFIL =
  "Goods of a pool leave by the handover of their parcels at the cooperative's desk, so that every kilo is shipped once. " +
  "Nothing was changed.";
const PACK_SIZE =
  "The size of a pack of a pool can't be changed: orders on their way count in it. Nothing was changed. " +
  "Make a new variant with the new size.";
const LINK =
  "A pack of a pool must hold a whole number of its units, and exactly one pack when the pool is not blendable. Nothing was changed.";
const MANAGED =
  "A variant of a pool must stay managed and open to backorders: the pool itself refuses what is not there. Nothing was changed.";
const ITEM_GONE =
  "This item is the stock of a pool; without it the pool could sell nothing. Nothing was changed. Close the pool at the desk instead.";
const REFUND =
  "Money of an order with goods of a pool goes back with its goods, so that every household's share follows. Nothing was changed. " +
  "Enter a short at the desk, or cancel the whole order while nothing of it has left.";
const SHORT_OPEN =
  "A part of this order's money has not been sent back yet. Nothing was changed. That of a short: close or undo it at the desk, under Shorts; then cancel. That of its order cycle goes by itself: try again in a minute.";
const REPLACEMENT =
  "This order sends goods again for claim {number}, which pays for it. Nothing was changed. Take it back on the claim's page at the desk.";
const LOCATION_GONE = "Pools of a cooperative lie at this stock location, so it can't be removed. Nothing was changed.";

/** Refuses when one of the inventory items is a pool's. */
export const refuseItems = (read: Reader, sentence: "levels" | "reservations" | "item") =>
  guard(async (req) => {
    const said = { levels: LEVELS, reservations: RESERVATIONS, item: ITEM_GONE }[sentence];
    if (await anyPooled(req.scope, read(req))) refuseWith("pooled_stock", said);
  });

/** Refuses when a reservation is of a pool's item. */
export const refuseReservation = guard(async (req) => {
  const inventory = req.scope.resolve(Modules.INVENTORY);
  const found = await inventory.listReservationItems({ id: [req.params.id ?? ""] });
  const items = found.map((one) => one.inventory_item_id);
  if (await anyPooled(req.scope, items)) refuseWith("pooled_stock", RESERVATIONS);
});

/** A batch of levels names what it deletes by the ids of the levels. */
export const refuseDeletedLevels = guard(async (req) => {
  const ids = textsUnder(req.body, new Set(["delete"]));
  if (ids.length === 0) return;
  const inventory = req.scope.resolve(Modules.INVENTORY);
  const levels = await inventory.listInventoryLevels({ id: ids });
  const items = levels.map((one) => one.inventory_item_id);
  if (await anyPooled(req.scope, items)) refuseWith("pooled_stock", LEVELS);
});

/** Refuses when an order (or a draft, or an order under edit) has lines of a pool. */
export const refuseOrder = (read: Reader, sentence: "draft" | "edit" | "fulfil") =>
  guard(async (req) => {
    const said = { draft: DRAFT, edit: EDIT, fulfil: FULFIL }[sentence];
    for (const id of read(req)) {
      if (await anyPooledVariant(req.scope, await variantsOfOrder(req.scope, id))) refuseWith("pooled_stock", said);
    }
  });

/** Refuses when the variants named in the body are of a pool. */
export const refuseVariants = (sentence: "edit" | "outbound") =>
  guard(async (req) => {
    const named = textsUnder(req.body, new Set(["variant_id"]));
    if (await anyPooledVariant(req.scope, named))
      refuseWith("pooled_stock", { edit: EDIT, outbound: OUTBOUND }[sentence]);
  });

/** Refuses when goods of a pool were added to an edit, exchange or claim before this guard was there. */
export const refuseAdded = (owner: ChangeOwner, sentence: "edit" | "outbound") =>
  guard(async (req) => {
    const added = await addedVariants(req.scope, owner, req.params.id ?? "");
    if (await anyPooledVariant(req.scope, added))
      refuseWith("pooled_stock", { edit: EDIT, outbound: OUTBOUND }[sentence]);
  });

/** Pack sizes of a pool stay; a new pack may be linked when it fits the pool. */
export const refusePackSize = guard(async (req) => {
  const { id, ...rest } = partsOfLinks(req);
  const changed = [...rest.changed, ...(id === undefined ? [] : [id])];
  if (await anyPooled(req.scope, changed)) refuseWith("pooled_stock", PACK_SIZE, "required_quantity");
  const known = await poolsOf(
    req.scope,
    rest.created.map((link) => link.inventory_item_id),
  );
  for (const link of rest.created) {
    const pool = known.find((one) => one.inventory_item_id === link.inventory_item_id);
    if (!pool) continue;
    const units = Number(link.required_quantity);
    const fits = Number.isSafeInteger(units) && units > 0 && (pool.blendable || units === pool.pack_units);
    if (!fits) refuseWith("pooled_stock", LINK, "required_quantity");
  }
});

/** `manage_inventory: false` or `allow_backorder: false` on a pooled variant, alone, in a batch or with its product. */
export const refuseUnmanaged = guard(async (req) => {
  const ids = unmanaged(req.body, req.params.variant_id);
  if (await anyPooledVariant(req.scope, ids)) refuseWith("pooled_stock", MANAGED);
});

/** Refuses a refund past the ledger. */
export const refuseRefund = guard(async (req) => {
  const order_id = await orderOfPayment(req.scope, req.params.id ?? "");
  if (order_id && (await anyPooledVariant(req.scope, await variantsOfOrder(req.scope, order_id)))) {
    refuseWith("pooled_stock", REFUND);
  }
});

/** Before Medusa cancels an order of pooled goods its parcels are taken out of the packers' hands; refused once one has left. */
export const withdrawOrder = guard(async (req) => {
  const order_id = req.params.id ?? "";
  if (!(await isOpenOrder(req.scope, order_id))) return;
  const parcels: ParcelService = req.scope.resolve("parcel");
  const claim = await parcels.claims.ofReplacement(order_id);
  if (claim) refuseWith("replacement_order", REPLACEMENT.replace("{number}", claim.number));
  if (await anyPooledVariant(req.scope, await variantsOfOrder(req.scope, order_id))) {
    const settlement: SettlementService = req.scope.resolve("settlement");
    if (await settlement.cancellations.hasOpenPromise(order_id)) refuseWith("short_open", SHORT_OPEN);
    valueOf(await withdrawFromPacking(req.scope, order_id));
  }
});

export const refuseLocation = guard(async (req) => {
  const pools: PoolService = req.scope.resolve("pool");
  if (await pools.hasPoolsAt(req.params.id ?? "")) refuseWith("pooled_stock", LOCATION_GONE);
});

function guard(check: (req: MedusaRequest) => Promise<void>): Guard {
  return async (req, _res, next) => {
    await check(req);
    next();
  };
}

function poolsOf(container: MedusaContainer, inventory_item_ids: readonly string[]) {
  const pools: PoolService = container.resolve("pool");
  return pools.poolsByInventoryItem([...new Set(inventory_item_ids)]);
}

async function anyPooled(container: MedusaContainer, inventory_item_ids: readonly string[]): Promise<boolean> {
  return inventory_item_ids.length > 0 && (await poolsOf(container, inventory_item_ids)).length > 0;
}

async function anyPooledVariant(container: MedusaContainer, variant_ids: readonly string[]): Promise<boolean> {
  const lines = [...new Set(variant_ids)].map((variant_id) => ({ id: variant_id, variant_id, quantity: 1 }));
  return lines.length > 0 && (await pooledLines(container, lines)).length > 0;
}

interface Link {
  inventory_item_id: string;
  required_quantity: unknown;
}

/** What a request does to links between variants and items: new ones, and those it changes or removes. */
function partsOfLinks(req: MedusaRequest): { id: string | undefined; created: Link[]; changed: string[] } {
  const sent = (req.body ?? {}) as { create?: Link[]; update?: Link[]; delete?: Link[] } & Partial<Link>;
  const own = typeof sent.inventory_item_id === "string" ? [sent as Link] : [];
  return {
    id: req.params.inventory_item_id,
    created: [...own, ...(Array.isArray(sent.create) ? sent.create : [])],
    changed: [
      ...(Array.isArray(sent.update) ? sent.update : []),
      ...(Array.isArray(sent.delete) ? sent.delete : []),
    ].map((link) => link.inventory_item_id),
  };
}

function unmanaged(sent: unknown, own: string | undefined): string[] {
  if (typeof sent !== "object" || sent === null) return [];
  if (Array.isArray(sent)) return sent.flatMap((one) => unmanaged(one, undefined));
  const here = sent as Record<string, unknown>;
  const id = own ?? (typeof here.id === "string" ? here.id : undefined);
  const bad = here.manage_inventory === false || here.allow_backorder === false;
  const deeper = ["variants", "update"].flatMap((key) => unmanaged(here[key], undefined));
  return [...(bad && id !== undefined ? [id] : []), ...deeper];
}

function textsUnder(sent: unknown, keys: ReadonlySet<string>): string[] {
  if (typeof sent !== "object" || sent === null) return [];
  if (Array.isArray(sent)) return sent.flatMap((one) => textsUnder(one, keys));
  return Object.entries(sent).flatMap(([key, value]) =>
    keys.has(key) ? [value].flat().filter((one): one is string => typeof one === "string") : textsUnder(value, keys),
  );
}
