import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../lib/keyset";
import { valueOf } from "../../../lib/refusal";
import type CycleService from "../../../modules/cycle/service";
import { writeCycle } from "../../../workflows/cycle/edit";
import { cycleFields, placesOf } from "../../../workflows/cycle/read";
import { requireMember } from "../scope";
import type { CyclesQuery, NewCycleBody } from "./validators";

/** The cooperative's order cycles, newest first. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const query = req.validatedQuery as unknown as CyclesQuery;
  const cycles: CycleService = req.scope.resolve("cycle");
  const found = await cycles.views.list({ cooperative_id, ...query });
  const [places, ordered] = await Promise.all([
    placesOf(req.scope, found),
    cycles.views.ordered(found.map((one) => one.id)),
  ]);
  res.json({
    cycles: found.map((one) => cycleFields(one, places, ordered.get(one.id))),
    next: nextCursor(found, query.limit),
  });
}

/** A new draft. */
export async function POST(req: AuthenticatedMedusaRequest<NewCycleBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, []);
  const cycle = valueOf(await writeCycle(req.scope, { cooperative_id, person: member_id, content: req.validatedBody }));
  res.status(201).json({ cycle });
}
