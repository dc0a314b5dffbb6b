import type { MiddlewareRoute } from "@medusajs/framework/http";
import {
  body,
  param,
  refuseAdded,
  refuseDeletedLevels,
  refuseItems,
  refuseLocation,
  refuseOrder,
  refusePackSize,
  refuseRefund,
  refuseReservation,
  refuseUnmanaged,
  refuseVariants,
  withdrawOrder,
  type Guard,
} from "./guards";

/**
 * Medusa Admin's own acts that would move a pool's stock past its hold, each refused with a sentence (docs/adr/0017). An
 * act on other goods passes. What may happen: cancelling an order (a hook gives its kilos back) and receiving a return
 * (what came back waits at the desk until somebody ticks whether it may be sold).
 */
export const pooledStockMiddlewares: MiddlewareRoute[] = [
  on("POST", "/admin/inventory-items/:id/location-levels", refuseItems(param("id"), "levels")),
  on("POST", "/admin/inventory-items/:id/location-levels/batch", refuseItems(param("id"), "levels")),
  on("POST", "/admin/inventory-items/:id/location-levels/:location_id", refuseItems(param("id"), "levels")),
  on("DELETE", "/admin/inventory-items/:id/location-levels/:location_id", refuseItems(param("id"), "levels")),
  on("POST", "/admin/inventory-items/location-levels/batch", refuseItems(body("inventory_item_id"), "levels")),
  on("POST", "/admin/inventory-items/location-levels/batch", refuseDeletedLevels),
  on("DELETE", "/admin/inventory-items/:id", refuseItems(param("id"), "item")),
  on("DELETE", "/admin/stock-locations/:id", refuseLocation),

  on("POST", "/admin/reservations", refuseItems(body("inventory_item_id"), "reservations")),
  on("POST", "/admin/reservations/:id", refuseReservation),
  on("DELETE", "/admin/reservations/:id", refuseReservation),

  on("POST", "/admin/draft-orders/:id/convert-to-order", refuseOrder(param("id"), "draft")),

  on("POST", "/admin/order-edits", refuseOrder(body("order_id"), "edit")),
  on("POST", "/admin/order-edits/:id/items", refuseVariants("edit")),
  on("POST", "/admin/order-edits/:id/items/item/:item_id", refuseOrder(param("id"), "edit")),
  on("POST", "/admin/order-edits/:id/items/:action_id", refuseAdded("order", "edit")),
  on("POST", "/admin/order-edits/:id/request", refuseOrder(param("id"), "edit")),
  on("POST", "/admin/order-edits/:id/request", refuseAdded("order", "edit")),
  on("POST", "/admin/order-edits/:id/confirm", refuseOrder(param("id"), "edit")),
  on("POST", "/admin/order-edits/:id/confirm", refuseAdded("order", "edit")),

  on("POST", "/admin/exchanges/:id/outbound/items", refuseVariants("outbound")),
  on("POST", "/admin/exchanges/:id/outbound/items/:action_id", refuseAdded("exchange", "outbound")),
  on("POST", "/admin/exchanges/:id/request", refuseAdded("exchange", "outbound")),
  on("POST", "/admin/claims/:id/outbound/items", refuseVariants("outbound")),
  on("POST", "/admin/claims/:id/outbound/items/:action_id", refuseAdded("claim", "outbound")),
  on("POST", "/admin/claims/:id/request", refuseAdded("claim", "outbound")),

  on("POST", "/admin/orders/:id/cancel", withdrawOrder),
  on("POST", "/admin/payments/:id/refund", refuseRefund),
  on("POST", "/admin/orders/:id/fulfillments", refuseOrder(param("id"), "fulfil")),
  on("POST", "/admin/orders/:id/fulfillments/:fulfillment_id/cancel", refuseOrder(param("id"), "fulfil")),

  on("POST", "/admin/products/:id/variants/:variant_id/inventory-items", refusePackSize),
  on("POST", "/admin/products/:id/variants/:variant_id/inventory-items/:inventory_item_id", refusePackSize),
  on("DELETE", "/admin/products/:id/variants/:variant_id/inventory-items/:inventory_item_id", refusePackSize),
  on("POST", "/admin/products/:id/variants/inventory-items/batch", refusePackSize),
  on("POST", "/admin/products/:id/variants/batch", refuseUnmanaged),
  on("POST", "/admin/products/:id/variants/:variant_id", refuseUnmanaged),
  on("POST", "/admin/products/:id", refuseUnmanaged),
  on("POST", "/admin/products/batch", refuseUnmanaged),
];

function on(method: "POST" | "DELETE", matcher: string, guard: Guard): MiddlewareRoute {
  return { matcher, methods: [method], middlewares: [guard] };
}
