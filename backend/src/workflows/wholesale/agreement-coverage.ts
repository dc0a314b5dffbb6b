import type { MedusaContainer } from "@medusajs/framework/types";
import { coverageOf, safetyOf, type Coverage, type Safety } from "@commonlot/domain";
import { todayOf } from "../../lib/today";
import type { Words } from "../../lib/words";
import type PoolService from "../../modules/pool/service";
import type { PoolCommitment } from "../../modules/wholesale/agreements/agreement-types";
import type WholesaleService from "../../modules/wholesale/service";

interface PoolCoverage extends Coverage {
  title: Words;
  unit: "g" | "piece";
  /** Free in the pool now, whether or not it is agreed; `on_hand_units` is what of it the agreements need. */
  free_units: number;
  /** Of what is at risk so much may still come: harvests whose last day is past (docs/adr/0064). */
  late_units: number;
  agreements: { id: string; number: string; company: string; committed_units: number; drawn_units: number }[];
}

/**
 * What stands behind all that a cooperative has agreed on, by pool: drawn (kept or sold already), on hand, expected by what each household
 * brought before, and at risk; late harvests are. All agreements of a pool together: what is there is there once.
 */
export async function cooperativeCoverage(container: MedusaContainer, cooperative_id: string): Promise<PoolCoverage[]> {
  const wholesale: WholesaleService = container.resolve("wholesale");
  const pools: PoolService = container.resolve("pool");
  const agreed = await wholesale.agreements.commitments({ cooperative_id });
  const pool_ids = [...new Set(agreed.map((one) => one.pool_id))];
  if (pool_ids.length === 0) return [];
  const [free, coming] = await Promise.all([
    pools.cartHolds.available("", pool_ids),
    pools.forecasts.expectedOf(pool_ids, todayOf()),
  ]);
  const of = (pool_id: string) => agreed.filter((one) => one.pool_id === pool_id);
  const sum = (all: readonly PoolCommitment[], what: "committed_units" | "kept_units") =>
    all.reduce((total, one) => total + one[what], 0);
  const { by_pool } = coverageOf(
    pool_ids.map((pool_id) => ({
      pool_id,
      committed_units: sum(of(pool_id), "committed_units"),
      drawn_units: sum(of(pool_id), "kept_units"),
      on_hand_units: Math.max(0, free.get(pool_id) ?? 0),
      expected_units: coming.get(pool_id)?.expected_units ?? 0,
    })),
  );
  return by_pool.map((one) => ({
    ...one,
    title: of(one.pool_id)[0]?.title ?? { zh: "", en: "" },
    unit: of(one.pool_id)[0]?.unit ?? "g",
    free_units: Math.max(0, free.get(one.pool_id) ?? 0),
    late_units: Math.min(one.at_risk_units, coming.get(one.pool_id)?.late_units ?? 0),
    agreements: of(one.pool_id).map(({ agreement_id: id, number, company, committed_units, kept_units }) => ({
      id,
      number,
      company,
      committed_units,
      drawn_units: kept_units,
    })),
  }));
}

/** Of each pool of an active agreement, how safe the rest is, in a word that its company may read: never a figure (docs/adr/0064). */
export async function safetyOfAgreement(
  container: MedusaContainer,
  agreement_id: string,
  pool_ids: readonly string[],
): Promise<Map<string, Safety>> {
  const words = await safetyOfAll(
    container,
    [...new Set(pool_ids)].map((pool_id) => ({ agreement_id, pool_id })),
  );
  return new Map(words.map((one) => [one.pool_id, one.safety]));
}

/** The same of goods of several agreements; a handful of queries for any number. */
export async function safetyOfAll(
  container: MedusaContainer,
  goods: readonly { agreement_id: string; pool_id: string }[],
): Promise<{ agreement_id: string; pool_id: string; safety: Safety }[]> {
  const pool_ids = [...new Set(goods.map((one) => one.pool_id))];
  if (pool_ids.length === 0) return [];
  const { agreements }: WholesaleService = container.resolve("wholesale");
  const pools: PoolService = container.resolve("pool");
  const [agreed, free, coming] = await Promise.all([
    agreements.commitments({ pool_ids }),
    pools.cartHolds.available("", pool_ids),
    pools.forecasts.expectedOf(pool_ids, todayOf()),
  ]);
  const left = (of: readonly PoolCommitment[]) =>
    of.reduce((sum, one) => sum + Math.max(0, one.committed_units - one.kept_units), 0);
  return goods.map(({ agreement_id, pool_id }) => {
    const of = agreed.filter((one) => one.pool_id === pool_id);
    const { households = 0, expected_units = 0 } = coming.get(pool_id) ?? {};
    const safety = safetyOf({
      own_left_units: left(of.filter((one) => one.agreement_id === agreement_id)),
      all_left_units: left(of),
      free_units: free.get(pool_id) ?? 0,
      expected_units,
      households,
    });
    return { agreement_id, pool_id, safety };
  });
}
