import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../../lib/keyset";
import type OutboxService from "../../../../modules/outbox/service";
import { OPERATOR_PAGE, type WebhooksQuery } from "../operator";

/** For the operator: what the processor has told us, and whether it was handled. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const { after, state } = req.validatedQuery as WebhooksQuery;
  const outbox: OutboxService = req.scope.resolve("outbox");
  const found = await outbox.operator.webhooks({ cursor: after, state, limit: OPERATOR_PAGE });
  res.json({ rows: found.map(({ at_key: _, ...row }) => row), next: nextCursor(found, OPERATOR_PAGE) });
}
