import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { bookOf, readTrialBalance } from "../../../../workflows/settlement/ledger-books";
import type { DaysQuery } from "../../../desk/ledger-books/validators";

/** For the operator: the trial balance of the whole ledger. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const days = req.validatedQuery as unknown as DaysQuery;
  res.json({ balance: await readTrialBalance(req.scope, await bookOf(req.scope, undefined, days)) });
}
