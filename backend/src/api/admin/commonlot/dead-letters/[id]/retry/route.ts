import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../../lib/refusal";
import type OutboxService from "../../../../../../modules/outbox/service";
import { operatorOf } from "../../../operator";

/** Takes a message that stopped up again. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const outbox: OutboxService = req.scope.resolve("outbox");
  res.json(valueOf(await outbox.operator.retry({ id: req.params.id ?? "", person: operatorOf(req) })));
}
