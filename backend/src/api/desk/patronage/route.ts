import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { proposePatronageWorkflow, readPatronage, readPatronageRun } from "../../../workflows/settlement/patronage";
import { requireMember } from "../scope";
import type { PatronageQuery, ProposePatronageBody } from "./validators";

/** Refunds of past years, and what the ledger has for one of a year that is over. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, role } = await requireMember(req, ["accountant"]);
  const query = req.validatedQuery as unknown as PatronageQuery;
  res.json({ ...(await readPatronage(req.scope, { cooperative_id, ...query })), may_decide: role === "manager" });
}

/** Proposes the refund of a year; a manager who is another person posts it. */
export async function POST(req: AuthenticatedMedusaRequest<ProposePatronageBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["accountant"]);
  const { result } = await proposePatronageWorkflow(req.scope).run({
    input: { ...req.validatedBody, cooperative_id, person: member_id },
  });
  const page = { run_id: result.id, cooperative_id, member_id, after: "", limit: 100 };
  res.status(201).json(await readPatronageRun(req.scope, page));
}
