import { z } from "zod";
import { call } from "../../lib/api.server";
import { carrierName } from "../../lib/carriers.server";
import type { Both } from "../../lib/path";
import type { Cart } from "./data.server";

/** The freight of a cart by whose parcels it is for. */
export interface Freight {
  /** Where it goes is not known yet, and nowhere costs more. */
  readonly at_most: boolean;
  readonly parts: readonly FreightPart[];
}

export interface FreightPart {
  readonly cooperative_id: string;
  readonly freight_minor: number;
  readonly parcels: number;
  readonly carriers: readonly Both[];
  /** Days that parcels there took, from hand-over; null where too few went. */
  readonly arrival: { readonly usual_days: number; readonly latest_days: number } | null;
}

const freightSchema = z.object({
  freight: z.object({
    at_most: z.boolean(),
    cooperatives: z.array(
      z.object({
        cooperative_id: z.string(),
        freight_minor: z.int(),
        parcels: z.int(),
        carriers: z.array(z.string()),
        arrival: z.object({ usual_days: z.int(), latest_days: z.int() }).nullable(),
      }),
    ),
  }),
});

/** Null where nothing can be said: the backend has no answer, no carrier goes there, or the cart's own freight is of another moment. */
export async function cartFreight(cart: Cart): Promise<Freight | null> {
  const answer = await call(`/store/carts/${encodeURIComponent(cart.id)}/freight`, freightSchema);
  if (!answer.ok) return null;
  const { at_most, cooperatives } = answer.value.freight;
  const parts = cooperatives.map((part) => ({ ...part, carriers: part.carriers.map(carrierName) }));
  return addsUp(parts, cart.shipping_minor) ? { at_most: at_most && cart.shipping_minor === null, parts } : null;
}

/** Pure: parts are shown only where they are exactly what is to be paid. */
export function addsUp(parts: readonly { freight_minor: number }[], shipping_minor: number | null): boolean {
  const sum = parts.reduce((total, part) => total + part.freight_minor, 0);
  return shipping_minor === null || sum === shipping_minor;
}
