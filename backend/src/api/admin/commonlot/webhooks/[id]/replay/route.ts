import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../../lib/refusal";
import type OutboxService from "../../../../../../modules/outbox/service";

/** Has one event handled again. */
export async function POST(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const outbox: OutboxService = req.scope.resolve("outbox");
  res.json(valueOf(await outbox.operator.replay(req.params.id ?? "")));
}
