import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../../lib/keyset";
import { orderNumbers } from "../../../../lib/order-numbers";
import type CooperativeService from "../../../../modules/cooperative/service";
import type SettlementService from "../../../../modules/settlement/service";
import type { MoneyListQuery } from "../../../desk/clawbacks/validators";

/** For the operator: refunds made at the processor of orders with goods of several cooperatives, with what each may bear. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const { limit, cursor } = req.validatedQuery as unknown as MoneyListQuery;
  const settlement: SettlementService = req.scope.resolve("settlement");
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const found = await settlement.processorRefunds.ofOperator.list({ limit, cursor });
  const [numbers, known] = await Promise.all([
    orderNumbers(
      req.scope,
      found.map((one) => one.order_id),
    ),
    cooperatives.cooperatives([...new Set(found.flatMap((one) => one.lines.map((line) => line.cooperative_id)))]),
  ]);
  const names = new Map(known.map((one) => [one.id, { zh: one.name_zh, en: one.name_en }]));
  res.json({
    refunds: found.map(({ at_key: _, order_id, lines, ...one }) => ({
      ...one,
      order_number: numbers.get(order_id) ?? null,
      lines: lines.map((line) => ({ ...line, cooperative: names.get(line.cooperative_id) ?? null })),
    })),
    next: nextCursor(found, limit),
  });
}
