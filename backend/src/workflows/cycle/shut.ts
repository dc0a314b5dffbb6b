import type { MedusaContainer } from "@medusajs/framework/types";
import type CycleService from "../../modules/cycle/service";

/** That goods can't be ordered now; `opens_at`: when they can, null while nobody has decided it. */
export interface Shut {
  opens_at: string | null;
}

/** Products of a list, each with what its tile says of its order cycle: `shut` is null for what can be ordered. One query for all. */
export async function withShut<P extends { id: string }>(
  container: MedusaContainer,
  products: readonly P[],
): Promise<(P & { shut: Shut | null })[]> {
  const cycles: CycleService = container.resolve("cycle");
  const selling = await cycles.views.sellingOf(
    products.map((product) => product.id),
    new Date(),
  );
  return products.map((product) => {
    const now = selling.get(product.id);
    if (now?.state === "soon") return { ...product, shut: { opens_at: now.cycle.opens_at.toISOString() } };
    return { ...product, shut: now?.state === "closed" ? { opens_at: null } : null };
  });
}
