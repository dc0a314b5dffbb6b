import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { z } from "zod";
import { nextCursor } from "../../../lib/keyset";
import { refuseWith, valueOf } from "../../../lib/refusal";
import type PoolService from "../../../modules/pool/service";
import type { holdBody, holdsQuery } from "../ledger/validators";
import { holdView, namesOf } from "../ledger/views";
import { requireMember } from "../scope";

const DAY_MS = 86_400_000;

/** Open holds on the cooperative's pools, of every kind, newest first. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const query = req.validatedQuery as unknown as z.infer<typeof holdsQuery>;
  const pools: PoolService = req.scope.resolve("pool");
  const found = await pools.buyerHolds.list({ cooperative_id, ...query });
  const names = await namesOf(req.scope, { members: found.map((one) => one.made_by) });
  res.json({ holds: found.map((one) => holdView(one, names, Date.now())), next: nextCursor(found, query.limit) });
}

/** Holds stock for a quote or a pre-order until a day; the same owner changes its hold. */
export async function POST(
  req: AuthenticatedMedusaRequest<z.infer<typeof holdBody>>,
  res: MedusaResponse,
): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["manager"]);
  const { days, ...body } = req.validatedBody;
  const pools: PoolService = req.scope.resolve("pool");
  for (const line of body.lines) {
    if (!(await pools.poolOf(line.pool_id, cooperative_id))) {
      refuseWith("pool_not_found", "There is no such pool in your cooperative.", "lines");
    }
  }
  const expires_at = new Date(Date.now() + days * DAY_MS);
  const { hold_id } = valueOf(
    await pools.buyerHolds.holdFor({
      ...body,
      owner_id: `${cooperative_id}:${body.owner_id}`,
      cooperative_id,
      expires_at,
      person: member_id,
    }),
  );
  res.status(201).json({ hold: { id: hold_id, expires_at: expires_at.toISOString() } });
}
