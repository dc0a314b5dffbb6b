import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../../lib/keyset";
import type OutboxService from "../../../../modules/outbox/service";
import { OPERATOR_PAGE, type ListQuery } from "../operator";

/** For the operator: how each kind of job stands, and the messages that stopped. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const { after } = req.validatedQuery as ListQuery;
  const outbox: OutboxService = req.scope.resolve("outbox");
  const dead = await outbox.operator.deadLetters({ cursor: after, limit: OPERATOR_PAGE });
  res.json({
    jobs: await outbox.operator.jobs(),
    rows: dead.map(({ at_key: _, ...row }) => row),
    next: nextCursor(dead, OPERATOR_PAGE),
  });
}
