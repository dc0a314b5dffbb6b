import type { MedusaContainer } from "@medusajs/framework/types";
import type { PoolRuleInput } from "@commonlot/domain";
import { valueOf } from "../../lib/refusal";
import type CooperativeService from "../../modules/cooperative/service";
import type PoolService from "../../modules/pool/service";
import type { Simulation } from "../../modules/pool/simulations";

/** Households shown by name; the rest is summed up, so that a pool of a thousand still fits a page. */
const SHOWN = 40;

interface Asked {
  cooperative_id: string;
  rule: PoolRuleInput;
}

/** A quantity typed at the desk: by the pool's rule, and by another. Reads only. */
export async function simulateUnits(container: MedusaContainer, input: Asked & { pool_id: string; units: number }) {
  const { pools, cooperatives } = services(container);
  const floors = await cooperatives.floors.of([input.cooperative_id]);
  return shown(cooperatives, valueOf(await pools.simulations.ofUnits({ ...input, floors })));
}

/** A line of a past order: what it was filled by, and by another rule. Reads only. */
export async function simulateOrderLine(
  container: MedusaContainer,
  input: Asked & { order_id: string; order_line_id: string },
) {
  const { pools, cooperatives } = services(container);
  const floors = await cooperatives.floors.of([input.cooperative_id]);
  return shown(cooperatives, valueOf(await pools.simulations.ofOrderLine({ ...input, floors })));
}

function services(container: MedusaContainer): { pools: PoolService; cooperatives: CooperativeService } {
  return { pools: container.resolve("pool"), cooperatives: container.resolve("cooperative") };
}

async function shown(cooperatives: CooperativeService, { shares, ...simulation }: Simulation) {
  const first = shares.slice(0, SHOWN);
  const rest = shares.slice(SHOWN);
  const names = new Map(
    (await cooperatives.householdsById(first.map((share) => share.household_id))).map((one) => [one.household_id, one]),
  );
  const sumOf = (of: "before" | "after"): number => rest.reduce((sum, share) => sum + share[of], 0);
  return {
    ...simulation,
    shares: first.map((share) => ({
      ...share,
      name: names.get(share.household_id)?.name ?? "",
      card_number: names.get(share.household_id)?.card_number ?? "",
    })),
    rest: { households: rest.length, before: sumOf("before"), after: sumOf("after") },
  };
}
