import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { readTasks } from "../../../workflows/cooperative/read-activity";
import { requireMember } from "../scope";

/** What waits for somebody at this cooperative, counted; money only for those who see it. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, role } = await requireMember(req);
  const money = role === "manager" || role === "accountant";
  res.json({ tasks: await readTasks(req.scope, { cooperative_id, money }), may_read_activity: money });
}
