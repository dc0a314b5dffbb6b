import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../lib/refusal";
import type WholesaleService from "../../../../modules/wholesale/service";
import { lookerOf } from "../../quotes/scope";
import { jointFields } from "../fields";

/** A joint quote of the company, with its parts as they stand. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { by, buys } = await lookerOf(req);
  const { joints }: WholesaleService = req.scope.resolve("wholesale");
  const whole = await joints.whole(by, req.params.id ?? "");
  if (!whole) refuseWith("joint_quote_not_found", "There is no such joint quote.");
  res.json({ joint_quote: await jointFields(req.scope, whole, { id: by.id, buys }) });
}
