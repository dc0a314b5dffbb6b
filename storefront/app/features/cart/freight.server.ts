import { z } from "zod";
import { call } from "../../lib/api.server";
import { carrierName } from "../../lib/carriers.server";
import type { Both } from "../../lib/path";
import { NOBODY } from "../produce/data.server";
import type { Cart, CartGroup } from "./data.server";

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
  if (!addsUp(parts, cart.shipping_minor)) return null;
  return { at_most: at_most && cart.shipping_minor === null, parts: underHeadings(parts, cart.groups) };
}

/**
 * Pure: each part under a heading of the cart. Goods that the shop shows no more stand under none of a cooperative, though their freight is to be
 * paid as any other's: it stands with them, all of it in one part. The sum stays what it was.
 */
export function underHeadings(
  parts: readonly FreightPart[],
  groups: readonly { readonly cooperative: Pick<CartGroup["cooperative"], "id"> }[],
): FreightPart[] {
  const headings = new Set(groups.map((group) => group.cooperative.id));
  const own = parts.filter((part) => headings.has(part.cooperative_id));
  const others = parts.filter((part) => !headings.has(part.cooperative_id));
  const [first, second] = others;
  if (!first || !headings.has(NOBODY.id)) return [...parts];
  const carriers = new Map(others.flatMap((part) => part.carriers.map((carrier) => [carrier.zh, carrier] as const)));
  return [
    ...own,
    {
      cooperative_id: NOBODY.id,
      freight_minor: others.reduce((sum, part) => sum + part.freight_minor, 0),
      parcels: others.reduce((sum, part) => sum + part.parcels, 0),
      carriers: [...carriers.values()],
      arrival: second ? null : first.arrival,
    },
  ];
}

/** Pure: parts are shown only where they are exactly what is to be paid. */
export function addsUp(parts: readonly { freight_minor: number }[], shipping_minor: number | null): boolean {
  const sum = parts.reduce((total, part) => total + part.freight_minor, 0);
  return shipping_minor === null || sum === shipping_minor;
}
