import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../lib/keyset";
import type SettlementService from "../../../modules/settlement/service";
import { requireMember } from "../scope";
import type { TransfersQuery } from "./validators";
import { lineViews } from "./views";

const PAGE = 50;

/** Money that buyers transferred, newest first: what waits for somebody, what is kept for its company, or all. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  const query = req.validatedQuery as unknown as TransfersQuery;
  const { transfers }: SettlementService = req.scope.resolve("settlement");
  const found = await transfers.list({ cooperative_id, ...query, limit: PAGE });
  res.json({ lines: await lineViews(req.scope, found), next: nextCursor(found, PAGE) });
}
