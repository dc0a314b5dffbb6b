import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../../lib/refusal";
import type PoolService from "../../../../../../modules/pool/service";
import type SettlementService from "../../../../../../modules/settlement/service";
import { namesOf } from "../../../../ledger/views";
import { requireMember } from "../../../../scope";
import type { DryRunLinesQuery } from "../../../validators";

/** One household's lots and deductions, each with its rule. Another cooperative's household is not in this settlement. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  const { cursor, limit } = req.validatedQuery as unknown as DryRunLinesQuery;
  const { id: period_id = "", household_id = "" } = req.params;
  const settlement: SettlementService = req.scope.resolve("settlement");
  const pools: PoolService = req.scope.resolve("pool");
  const asked = { period_id, cooperative_id, household_id, limit, after: cursor };
  const lines = valueOf(await settlement.dryRuns.lines(asked));
  const [lots, names] = await Promise.all([
    pools.lotLives.numbers([...new Set(lines.flatMap((one) => one.lot_id ?? []))]),
    namesOf(req.scope, { households: [household_id] }),
  ]);
  res.json({
    household: names.household(household_id),
    lines: lines.map(({ lot_id, ...one }) => ({
      ...one,
      lot_number: lot_id === null ? null : (lots.get(lot_id) ?? ""),
    })),
    next: lines.length === limit ? (lines.at(-1)?.id ?? null) : null,
  });
}
