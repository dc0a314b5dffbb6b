import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../../lib/refusal";
import type OutboxService from "../../../../../../modules/outbox/service";
import { operatorOf } from "../../../operator";

/** Has one event handled again. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const outbox: OutboxService = req.scope.resolve("outbox");
  res.json(valueOf(await outbox.operator.replay({ event_id: req.params.id ?? "", person: operatorOf(req) })));
}
