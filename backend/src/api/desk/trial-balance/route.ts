import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { bookOf, readTrialBalance } from "../../../workflows/settlement/ledger-books";
import type { DaysQuery } from "../ledger-books/validators";
import { requireMember } from "../scope";

/** What every account stood at, what moved, what it stands at: debits and credits are equal, or the ledger is wrong. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  const days = req.validatedQuery as unknown as DaysQuery;
  res.json({ balance: await readTrialBalance(req.scope, await bookOf(req.scope, cooperative_id, days)) });
}
