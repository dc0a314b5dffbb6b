import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { spreadOfCallOff } from "../../../../../workflows/wholesale/joint-call-offs";
import { buyerOf } from "../../../quotes/scope";
import { callOffSpreadFields, wholeOf } from "../../fields";
import type { CallOffSpreadQuery } from "../../validators";

/** How a call-off might be spread over the agreements in force. It calls nothing off. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const by = await buyerOf(req);
  const whole = await wholeOf(req.scope, by, req.params.id ?? "");
  const ask = req.validatedQuery as CallOffSpreadQuery;
  res.json({ spread: callOffSpreadFields(await spreadOfCallOff(req.scope, by, whole, ask)) });
}
