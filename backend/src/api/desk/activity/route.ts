import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { readActivity } from "../../../workflows/cooperative/read-activity";
import type { ActivityQuery } from "../ledger/validators";
import { requireMember } from "../scope";

/** Who did what at this cooperative, newest first, in all rooms. For its manager and accountant. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  const query = req.validatedQuery as unknown as ActivityQuery;
  const { activity, names, next } = await readActivity(req.scope, { cooperative_id, ...query });
  res.json({
    activity: activity.map(({ id, at_key, act, person, subject, page, words }) => ({
      id,
      at: at_key,
      act,
      person: names.get(person) ?? person,
      subject,
      page,
      words,
    })),
    next,
  });
}
