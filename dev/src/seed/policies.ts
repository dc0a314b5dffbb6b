import { BANKS, COOPERATIVES } from "./data/people.js";
import { must, type House } from "./house.js";
import type { CooperativeIds } from "./places.js";

/**
 * The first version of each cooperative's rates, and the account its bank files are paid from; later ones are set at the
 * desk. The policy comes last: while it is missing, both are done again.
 */
export async function seedPolicies({ settlement }: House, cooperatives: CooperativeIds): Promise<void> {
  for (const seed of COOPERATIVES) {
    const cooperative_id = cooperatives.get(seed.handle) ?? "";
    if (await settlement.policyInForce(cooperative_id, "CNY")) continue;
    must(
      await settlement.setPayingAccount({
        cooperative_id,
        person: "seed",
        name: seed.name_zh,
        account: `9999000000000${seed.county_code}`,
        bank: { system: "CNAPS", member_id: BANKS[0] },
      }),
    );
    must(await settlement.publishPolicy({ cooperative_id, currency: "CNY", ...seed.policy, person: "seed" }));
  }
}
