import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import type { Both } from "../../lib/path";
import { inWords } from "../ui/form.server";
import { cartView, fetchCart } from "./data.server";

const toPlace = z.object({ details: z.object({ province: z.object({ zh: z.string(), en: z.string() }) }) });
const ofPack = z.object({ details: z.object({ kind: z.string() }) });

/** Freight has no price for two reasons that a buyer can do something about: the place, or one of the packs. Both are named. */
export async function shopRefusal(path: Path, refusal: Refusal, cart_id: string): Promise<string> {
  if (refusal.code === "pack_not_sent") {
    const cart = await fetchCart(cart_id);
    const lines = cart.ok ? (await cartView(cart.value.cart)).groups.flatMap((group) => group.lines) : [];
    return freightWords(path, refusal, lines);
  }
  return freightWords(path, refusal, []);
}

/** Pure, so that its test needs no backend. */
export function freightWords(
  path: Path,
  refusal: Refusal,
  lines: readonly { readonly id: string; readonly title: Both; readonly pack: Both }[],
): string {
  const t = say(path);
  if (refusal.code === "no_freight_to") {
    const said = toPlace.safeParse(refusal.details);
    if (said.success) return t("cart.freight.noPlace", { place: said.data.details.province[path] });
  }
  if (refusal.code === "pack_not_sent") {
    const said = ofPack.safeParse(refusal.details);
    const line = lines.find((one) => said.success && one.id === said.data.details.kind);
    return line
      ? t("cart.freight.badPack", { pack: `${line.title[path]} ${line.pack[path]}` })
      : t("cart.freight.somePack");
  }
  if (refusal.code.startsWith("no_freight")) return t("refusals.no_shipping");
  return inWords(path, refusal);
}
