import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../../lib/keyset";
import type CycleService from "../../../../modules/cycle/service";
import { cycleFields, placesOf } from "../../../../workflows/cycle/read";
import { OPERATOR_PAGE, type ListQuery } from "../operator";

/** For the operator: order cycles of every cooperative, newest first. What is done with one is its cooperative's. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const { after } = req.validatedQuery as ListQuery;
  const cycles: CycleService = req.scope.resolve("cycle");
  const found = await cycles.views.list({ cursor: after, limit: OPERATOR_PAGE });
  const [places, ordered] = await Promise.all([
    placesOf(req.scope, found),
    cycles.views.ordered(found.map((one) => one.id)),
  ]);
  res.json({
    rows: found.map((one) => ({
      ...cycleFields(one, places, ordered.get(one.id)),
      ended_orders: one.orders === null ? null : Number(one.orders),
      ended_g: one.ordered_g === null ? null : Number(one.ordered_g),
    })),
    next: nextCursor(found, OPERATOR_PAGE),
  });
}
