import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../lib/keyset";
import type SettlementService from "../../../modules/settlement/service";
import {
  readCommissionRun,
  readOwedCommissions,
  requestCommissionsWorkflow,
} from "../../../workflows/settlement/commission-runs";
import { requireMember } from "../scope";
import type { RequestCommissionsBody } from "./validators";

const PAGE = 50;

/** What the cooperative owes agents that no payment has taken up, who waits for what, and its payments, newest first. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  const { cursor } = req.validatedQuery as { cursor?: string };
  const { commissionViews }: SettlementService = req.scope.resolve("settlement");
  const [owed, runs] = await Promise.all([
    readOwedCommissions(req.scope, cooperative_id),
    commissionViews.runs({ cooperative_id, cursor, limit: PAGE }),
  ]);
  res.json({
    owed,
    runs: runs.map(({ at_key: _, amount_minor, ...run }) => ({ ...run, amount_minor: Number(amount_minor) })),
    next: nextCursor(runs, PAGE),
  });
}

/** Asks that all that can be paid is paid; a second person approves it. */
export async function POST(
  req: AuthenticatedMedusaRequest<RequestCommissionsBody>,
  res: MedusaResponse,
): Promise<void> {
  const { cooperative_id, member_id: person } = await requireMember(req, ["accountant"]);
  const { currency } = req.validatedBody;
  const { result } = await requestCommissionsWorkflow(req.scope).run({ input: { cooperative_id, currency, person } });
  res.status(201).json({ run: await readCommissionRun(req.scope, result.run_id, { cooperative_id, person }) });
}
