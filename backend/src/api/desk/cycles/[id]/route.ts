import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../lib/refusal";
import { writeCycle } from "../../../../workflows/cycle/edit";
import { readCycle } from "../../../../workflows/cycle/read-desk";
import { requireMember } from "../../scope";
import type { SaveCycleBody } from "../validators";

/** One cycle: how far it is, what each step brings, and who did what. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  res.json({ cycle: await readCycle(req.scope, req.params.id ?? "", cooperative_id) });
}

/** Writes a draft anew. */
export async function POST(req: AuthenticatedMedusaRequest<SaveCycleBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, []);
  const { version, ...content } = req.validatedBody;
  const cycle = valueOf(
    await writeCycle(req.scope, { cooperative_id, person: member_id, id: req.params.id ?? "", version, content }),
  );
  res.json({ cycle });
}
