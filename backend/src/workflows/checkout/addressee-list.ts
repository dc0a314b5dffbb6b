import type { MedusaContainer } from "@medusajs/framework/types";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import type WholesaleService from "../../modules/wholesale/service";

/**
 * A bulk cart names its addressees: its lines must have exactly the packs that the list asks for, each pack in one line. The list is reserved for
 * this cart, so that of two carts with one list only one becomes an order; `releaseAddresseeList` ends that.
 */
export async function checkAddresseeList(
  container: MedusaContainer,
  cart_id: string,
  metadata: Record<string, unknown> | null | undefined,
  items: readonly { quantity: number; variant_id?: string | null | undefined }[],
): Promise<Result<void, Refusal>> {
  const list_id = metadata?.addressee_list_id;
  if (list_id === undefined || list_id === null || list_id === "") return ok(undefined);
  if (typeof list_id !== "string") {
    return refuse(
      "invalid_addressee_list",
      "The addressee list of this cart is not a list of ours.",
      "metadata.addressee_list_id",
    );
  }
  const goods = Object.fromEntries(items.map((item) => [item.variant_id ?? "", item.quantity]));
  if (items.length === 0 || Object.keys(goods).length !== items.length) {
    return refuse(
      "addressee_list_one_line",
      "An order for many addressees has one line of each kind of pack. Put packs of one kind in one line, then order again.",
      "items",
    );
  }
  const packs = items.reduce((sum, item) => sum + item.quantity, 0);
  if (!Number.isSafeInteger(packs)) return refuse("invalid_packs", "The quantity must be whole packs.", "items");
  const wholesale: WholesaleService = container.resolve("wholesale");
  const checked = await wholesale.checkList({ list_id, packs, goods, cart_id });
  return checked.ok ? ok(undefined) : checked;
}

/** The completion came to nothing: the list is free for another try. Does nothing once an order has it. */
export async function releaseAddresseeList(container: MedusaContainer, cart_id: string): Promise<void> {
  const wholesale: WholesaleService = container.resolve("wholesale");
  await wholesale.releaseList(cart_id);
}
