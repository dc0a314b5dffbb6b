import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type BuyerService from "../../../../modules/buyer/service";
import { customerOf } from "../session";

/** Signs out everywhere: every session of this account is over, this one too. */
export async function POST(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const { accounts }: BuyerService = req.scope.resolve("buyer");
  await accounts.endSessions(customerOf(req));
  res.json({ signed_out: true });
}
