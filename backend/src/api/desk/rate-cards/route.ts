import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../lib/keyset";
import type ParcelService from "../../../modules/parcel/service";
import { cardHead, nowAt } from "../carriers/views";
import { requireMember } from "../scope";

/** Cards of my cooperative, the last entered first; on the first page also the house's examples. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const query = req.validatedQuery as unknown as { limit: number; cursor?: string };
  const parcels: ParcelService = req.scope.resolve("parcel");
  const [cards, examples, { today }] = await Promise.all([
    parcels.rateCards.list({ cooperative_id, ...query }),
    query.cursor === undefined ? parcels.rateCards.examples() : [],
    nowAt(req.scope, cooperative_id),
  ]);
  res.json({
    rate_cards: cards.map((card) => cardHead(card, today)),
    examples: examples.map((card) => cardHead(card, today)),
    next: nextCursor(cards, query.limit),
  });
}
