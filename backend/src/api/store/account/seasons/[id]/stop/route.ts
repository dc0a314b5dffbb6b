import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../../../lib/refusal";
import type SeasonService from "../../../../../../modules/season/service";
import { emailOf } from "../../../../../../workflows/buyer/email-of";
import { customerOf } from "../../../session";

export async function POST(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const { subscriptions }: SeasonService = req.scope.resolve("season");
  const email = await emailOf(req.scope, customerOf(req));
  if (!(await subscriptions.stopOwn(req.params.id ?? "", email)))
    refuseWith("subscription_not_found", "You are not told of this any more.");
  res.json({ stopped: true });
}
