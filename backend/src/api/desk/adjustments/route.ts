import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../lib/keyset";
import { valueOf } from "../../../lib/refusal";
import type PoolService from "../../../modules/pool/service";
import type { AdjustmentBody, AdjustmentsQuery } from "../ledger/validators";
import { adjustmentView, namesOf } from "../ledger/views";
import { requireMember } from "../scope";

/** Waste and corrections, newest first; with `waiting`, those that wait for a second person. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const query = req.validatedQuery as unknown as AdjustmentsQuery;
  const pools: PoolService = req.scope.resolve("pool");
  const found = await pools.adjustments.list({ cooperative_id, ...query });
  const names = await namesOf(req.scope, {
    members: found.flatMap((one) => [one.proposed_by, one.decided_by]),
    households: found.flatMap((one) => one.lines.map((line) => line.household_id)),
  });
  res.json({ adjustments: found.map((one) => adjustmentView(one, names)), next: nextCursor(found, query.limit) });
}

/** Enters waste or a correction: 201, approved at once under the limit, else proposed. The same key is the same entry. */
export async function POST(req: AuthenticatedMedusaRequest<AdjustmentBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["weigher", "packer"]);
  const { lines, ...body } = req.validatedBody;
  const pools: PoolService = req.scope.resolve("pool");
  const made = valueOf(
    await pools.adjustments.propose({
      ...body,
      lines: lines.map((line) => ({ lot: line.lot_id, delta_units: line.delta_units })),
      cooperative_id,
      person: member_id,
    }),
  );
  const names = await namesOf(req.scope, {
    members: [made.proposed_by, made.decided_by],
    households: made.lines.map((line) => line.household_id),
  });
  res.status(201).json({ adjustment: adjustmentView(made, names) });
}
