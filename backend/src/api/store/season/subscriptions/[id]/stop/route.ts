import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type SeasonService from "../../../../../../modules/season/service";
import { requireKey } from "../../../shown-link";
import type { LinkBody } from "../../../validators";

/** Nothing more is written to this address about these goods, and nothing of it is kept. Pressed twice it is the same. */
export async function POST(req: MedusaRequest<LinkBody>, res: MedusaResponse): Promise<void> {
  const { subscriptions }: SeasonService = req.scope.resolve("season");
  await subscriptions.stop(requireKey(req, "stop", req.validatedBody.key));
  res.json({ stopped: true });
}
