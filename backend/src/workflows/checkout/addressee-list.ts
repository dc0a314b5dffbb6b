import type { MedusaContainer } from "@medusajs/framework/types";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";

interface WholesaleCheck {
  checkList(input: { list_id: string; packs: number }): Promise<Result<unknown, Refusal>>;
}

/** A bulk cart names its addressees: its one line must have exactly as many packs as the list asks for. */
export async function checkAddresseeList(
  container: MedusaContainer,
  metadata: Record<string, unknown> | null | undefined,
  items: readonly { quantity: number }[],
): Promise<Result<void, Refusal>> {
  const list_id = metadata?.addressee_list_id;
  if (list_id === undefined || list_id === null || list_id === "") return ok(undefined);
  if (typeof list_id !== "string") {
    return refuse("invalid_addressee_list", "The addressee list of this cart is not a list of ours.", "metadata.addressee_list_id");
  }
  if (items.length !== 1) {
    return refuse("addressee_list_one_line", "An order for many addressees has one line, of one kind of pack.", "items");
  }
  const wholesale: WholesaleCheck = container.resolve("wholesale");
  const checked = await wholesale.checkList({ list_id, packs: items[0]?.quantity ?? 0 });
  return checked.ok ? ok(undefined) : checked;
}
