import { redirect } from "react-router";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { call } from "../../lib/api.server";
import { say } from "../../i18n/say.server";
import { both } from "../../lib/shapes";
import type { Address, MedusaCart } from "../cart/data.server";
import { shopRefusal } from "../cart/freight-words.server";
import { HOME_COUNTRY } from "../produce/data.server";
import type { Problem } from "../ui/Field";
import { text } from "../ui/form.server";

export const pointSchema = z.object({
  id: z.string(),
  name: both,
  province: z.string(),
  city: z.string(),
  street: z.string(),
  hours: both,
  phone: z.string(),
  notes: both,
});
export type PickupPoint = z.output<typeof pointSchema>;

const pickupSchema = z.object({
  pickup: z.object({
    at_point: z.boolean(),
    way: z.enum(["ship", "pickup"]).nullable(),
    days: z.object({ from: z.string(), to: z.string() }).nullable(),
    cooperatives: z.array(
      z.object({
        cooperative_id: z.string(),
        chosen: z.string().nullable(),
        closed: z.boolean(),
        points: z.array(pointSchema),
      }),
    ),
  }),
});

/** What of a cart may be fetched, and where it is to be. */
export interface CartPickup extends z.output<(typeof pickupSchema)["shape"]["pickup"]> {
  /** All of the cart is fetched: an address is not asked for. */
  readonly all: boolean;
}

/** Null where nothing can be said just now: then goods are sent as before. */
export async function cartPickup(cart_id: string): Promise<CartPickup | null> {
  const answer = await call(placeOf(cart_id), pickupSchema);
  if (!answer.ok) return null;
  const { pickup } = answer.value;
  const all = pickup.cooperatives.length > 0 && pickup.cooperatives.every((one) => one.chosen !== null);
  return { ...pickup, all };
}

/** Writes what the form says: of each cooperative a point, or that its goods are sent. */
export async function choosePickup(form: FormData, cart: MedusaCart, path: Path) {
  const before = await cartPickup(cart.id);
  // Without knowing what there is to choose, nothing is written over what was chosen.
  if (before === null)
    return { problems: [{ field: "pickup", text: say(path)("checkout.came.refused") }], form: undefined };
  const points = before.cooperatives.flatMap(({ cooperative_id }) => {
    const point_id = text(form, `point:${cooperative_id}`);
    return point_id === "" ? [] : [{ cooperative_id, point_id }];
  });
  const saved = await call(placeOf(cart.id), z.unknown(), { body: { points } });
  if (saved.ok) return redirect(`/${path}/checkout#contact`);
  const problems: Problem[] = [{ field: "pickup", text: await shopRefusal(path, saved.refusal, cart.id) }];
  return { problems, form: undefined };
}

/** The address of who fetches everything: the first point's, under the buyer's own name. */
export function addressOfPoint(
  pickup: CartPickup,
  { name, phone }: { name: string; phone: string },
): Address | undefined {
  const [first] = chosenPoints(pickup);
  if (!first) return undefined;
  const { province, city } = first;
  return { name, phone, country: HOME_COUNTRY, province, city, address: streetOf(first), postal_code: "" };
}

/** An address that is a point's, or was before it was renamed or ended, is none to send to: of it only name and phone are kept. */
export function withoutPoint(address: Address | null, pickup: CartPickup | null): Partial<Address> | null {
  if (address === null || pickup === null) return address;
  return pickup.at_point || pickup.all ? { name: address.name, phone: address.phone } : address;
}

export function chosenPoints(pickup: CartPickup): PickupPoint[] {
  return pickup.cooperatives.flatMap(({ chosen, points }) => points.filter((point) => point.id === chosen));
}

const streetOf = ({ street, name }: PickupPoint): string => `${street} (${name.zh})`;
const placeOf = (cart_id: string): string => `/store/carts/${encodeURIComponent(cart_id)}/pickup`;
