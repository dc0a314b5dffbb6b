import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type SettlementService from "../../../../../modules/settlement/service";
import { valueOf } from "../../../../../lib/refusal";
import { dryRunOf, keyOf } from "../../../../../workflows/settlement/dry-run";
import { namesOf } from "../../../ledger/views";
import { requireMember } from "../../../scope";
import type { DryRunQuery } from "../../validators";
import { cashView, dryRunView, periodHead } from "../../dry-run-views";

/** What this settlement is, or would be, and what to look at twice. Nothing is written. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  const { flag, cursor, limit } = req.validatedQuery as unknown as DryRunQuery;
  const id = req.params.id ?? "";
  const settlement: SettlementService = req.scope.resolve("settlement");
  const [run, went] = await Promise.all([
    dryRunOf(req.scope, id, cooperative_id),
    settlement.dryRuns.moneyWent(id, cooperative_id),
  ]);
  const chosen = flag === undefined ? run.rows : run.rows.filter((one) => one.flags.includes(flag));
  const from = cursor === undefined ? 0 : chosen.findIndex((one) => keyOf(one) === cursor) + 1;
  const page = chosen.slice(from, from + limit);
  const last = page.at(-1);
  const names = await namesOf(req.scope, { households: page.map((one) => one.household_id) });
  res.json({
    period: periodHead(run.period),
    draft: run.draft,
    households: run.rows.length,
    counts: run.counts,
    cash: run.cash.map(cashView),
    went: valueOf(went),
    rows: page.map((one) => dryRunView(one, names)),
    next: last !== undefined && from + limit < chosen.length ? keyOf(last) : null,
  });
}
