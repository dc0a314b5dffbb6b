import { COOPERATIVES } from "./data/people.js";
import type { House } from "./house.js";
import type { CooperativeIds } from "./places.js";

/** The first version of each cooperative's rates; later ones are published at the desk. */
export async function seedPolicies({ settlement, say }: House, cooperatives: CooperativeIds): Promise<void> {
  if (!settlement) {
    say("there is no settlement service: fee policies are left out");
    return;
  }
  for (const seed of COOPERATIVES) {
    const cooperative_id = cooperatives.get(seed.handle) ?? "";
    if (await settlement.policyInForce(cooperative_id, "CNY")) continue;
    await settlement.publishPolicy({ cooperative_id, currency: "CNY", ...seed.policy, person: "seed" });
  }
}
