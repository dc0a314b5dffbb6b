import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { askDryRun, dryRunMoney, dryRunOf, pageOf } from "../../../../../workflows/settlement/dry-run";
import { namesOf } from "../../../ledger/views";
import { requireMember } from "../../../scope";
import type { AskDryRunBody, DryRunQuery } from "../../validators";
import { cashView, dryRunView, periodHead } from "../../dry-run-views";

/** What this settlement is, or would be, and what to look at twice. Nothing is written. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  const { flag, cursor, limit } = req.validatedQuery as unknown as DryRunQuery;
  const run = await dryRunOf(req.scope, req.params.id ?? "", cooperative_id);
  const page = pageOf(run, { flag, cursor, limit });
  const [money, names] = await Promise.all([
    cursor === undefined ? dryRunMoney(req.scope, run) : { cash: [], went: [] },
    namesOf(req.scope, { households: page.rows.map((one) => one.household_id) }),
  ]);
  res.json({
    period: periodHead(run.period),
    draft: run.draft,
    // How far a job is, and of which moment its figures are; null when they are of now.
    trial: run.trial,
    households: run.rows.length,
    counts: run.counts,
    // Of the whole: with the first page.
    cash: money.cash.map(cashView),
    went: money.went,
    rows: page.rows.map((one) => dryRunView(one, names)),
    next: page.next,
  });
}

/** Has a job count it, where that takes longer than a person waits. */
export async function POST(req: AuthenticatedMedusaRequest<AskDryRunBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id: person } = await requireMember(req, ["accountant"]);
  const asked = { period_id: req.params.id ?? "", cooperative_id, person, ...req.validatedBody };
  res.status(202).json({ trial: await askDryRun(req.scope, asked) });
}
