import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { oneQuote } from "../acts";
import { lookerOf } from "../scope";

/** A quote of the company, with all its versions. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { by, buys } = await lookerOf(req);
  res.json({ quote: await oneQuote(req.scope, by, req.params.id ?? "", buys) });
}
