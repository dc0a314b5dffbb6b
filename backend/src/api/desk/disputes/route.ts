import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../lib/keyset";
import type SettlementService from "../../../modules/settlement/service";
import { orderNumbers } from "../../../lib/order-numbers";
import type { MoneyListQuery } from "../clawbacks/validators";
import { namesOf } from "../ledger/views";
import { requireMember } from "../scope";

/** Payments of orders with goods of ours that a buyer's bank takes back, newest first. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  const query = req.validatedQuery as unknown as MoneyListQuery;
  const settlement: SettlementService = req.scope.resolve("settlement");
  const found = await settlement.disputes.list({ cooperative_id, ...query });
  const [numbers, names] = await Promise.all([
    orderNumbers(
      req.scope,
      found.flatMap((one) => one.order_id ?? []),
    ),
    namesOf(req.scope, { members: found.flatMap((one) => one.notes.map((note) => note.person)) }),
  ]);
  res.json({
    disputes: found.map(({ at_key: _, order_id, notes, ...one }) => ({
      ...one,
      order_number: order_id === null ? null : (numbers.get(order_id) ?? null),
      notes: notes.map((note) => ({ ...note, person: names.member(note.person) })),
    })),
    next: nextCursor(found, query.limit),
  });
}
