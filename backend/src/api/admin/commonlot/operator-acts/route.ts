import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../../lib/keyset";
import type OutboxService from "../../../../modules/outbox/service";
import { operatorNames } from "../names";
import { OPERATOR_PAGE, operatorOf, type ListQuery } from "../operator";

/** Who had which event or message done again, newest first. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { after } = req.validatedQuery as ListQuery;
  const outbox: OutboxService = req.scope.resolve("outbox");
  const acts = await outbox.operator.acts({ cursor: after, limit: OPERATOR_PAGE });
  const names = await operatorNames(
    req.scope,
    acts.map((one) => one.person),
  );
  res.json({
    rows: acts.map(({ at_key: _, person, ...row }) => ({
      ...row,
      person: names(person),
      mine: person === operatorOf(req),
    })),
    next: nextCursor(acts, OPERATOR_PAGE),
  });
}
