import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { rows } from "../../lib/sql";
import { quoteOfCart } from "../wholesale/quote-cart";

export const NOT_SOLD = refuse(
  "not_sold",
  "Something in this cart is no longer sold. Nothing was paid. Take it out and order the rest.",
  "cart_id",
);

/** Those of these variants that are not on sale now: their product was taken off, or they are gone. One query. */
export async function unsoldVariants(
  container: MedusaContainer,
  variant_ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const wanted = [...new Set(variant_ids)];
  if (wanted.length === 0) return new Set();
  const sold = await rows<{ id: string }>(
    container.resolve(ContainerRegistrationKeys.PG_CONNECTION),
    `select v.id from product_variant v join product p on p.id = v.product_id
     where v.id = any(?) and v.deleted_at is null and p.deleted_at is null and p.status = 'published'`,
    [wanted],
  );
  const found = new Set(sold.map((one) => one.id));
  return new Set(wanted.filter((id) => !found.has(id)));
}

/** The lines of a cart whose goods are no longer sold. None of an accepted quote: what was agreed is paid, whatever the shop shows. */
export async function unsoldLines(
  container: MedusaContainer,
  cart_id: string,
  items: readonly { id: string; variant_id: string | null }[],
): Promise<ReadonlySet<string>> {
  const gone = await unsoldVariants(
    container,
    items.flatMap((item) => item.variant_id ?? []),
  );
  if (gone.size === 0 || (await quoteOfCart(container, cart_id))) return new Set();
  return new Set(items.flatMap((item) => (item.variant_id !== null && gone.has(item.variant_id) ? [item.id] : [])));
}

/** Before a cart is paid or becomes an order: all of it is still for sale. */
export async function checkOnSale(
  container: MedusaContainer,
  cart_id: string,
  items: readonly { id: string; variant_id: string | null }[],
): Promise<Result<void, Refusal<"not_sold">>> {
  return (await unsoldLines(container, cart_id, items)).size > 0 ? NOT_SOLD : ok(undefined);
}
