import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../../../lib/refusal";
import type SeasonService from "../../../../../../modules/season/service";
import { requireKey, shownSubscription } from "../../../shown-link";
import type { LinkBody } from "../../../validators";

/** The owner of the address says yes. */
export async function POST(req: MedusaRequest<LinkBody>, res: MedusaResponse): Promise<void> {
  const { subscriptions }: SeasonService = req.scope.resolve("season");
  const confirmed = await subscriptions.confirm(requireKey(req, "confirm", req.validatedBody.key));
  const subscription = await shownSubscription(req, confirmed);
  if (!subscription)
    refuseWith(
      "subscription_not_found",
      "This question is too old, or was taken back. Ask once more on the village's page.",
    );
  res.json({ subscription });
}
