import { z } from "zod";
import { call } from "../../lib/api.server";
import { both } from "../../lib/shapes";
import { PROVINCES } from "./provinces";
import type { Reach } from "./reach";

const placesSchema = z.object({
  places: z.object({ countries: z.array(z.string()), provinces: z.array(both).nullable() }),
});

/** Where the basket can be sent at all; null where the backend has no answer, and then every place is offered. */
export async function cartPlaces(cart_id: string): Promise<Reach | null> {
  const answer = await call(`/store/carts/${encodeURIComponent(cart_id)}/places`, placesSchema);
  if (!answer.ok) return null;
  const { countries, provinces } = answer.value.places;
  return { countries, provinces: provinces && keptNames(provinces) };
}

/** Pure: provinces as people call them (广东), by the names that an address keeps (广东省). */
export function keptNames(provinces: readonly { readonly zh: string }[]): string[] {
  return PROVINCES.flatMap(({ zh }) => (provinces.some((one) => zh.startsWith(one.zh)) ? [zh] : []));
}
