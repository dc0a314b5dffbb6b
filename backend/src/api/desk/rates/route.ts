import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { RateQuote, Refusal, Result } from "@commonlot/domain";
import { safeNumber } from "../../../modules/parcel/types";
import type ParcelService from "../../../modules/parcel/service";
import type { RateBody } from "../carriers/validators";
import { nowAt } from "../carriers/views";
import { requireMember } from "../scope";

/** What a parcel would cost by each card in force, explained, the cheapest first; or why a card would not take it. */
export async function POST(req: AuthenticatedMedusaRequest<RateBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const { parcel, day = (await nowAt(req.scope, cooperative_id)).today } = req.validatedBody;
  const parcels: ParcelService = req.scope.resolve("parcel");
  const tried = await parcels.rateCards.tryParcel({ cooperative_id, parcel, day });
  const cheapestFirst = [...tried].sort((a, b) => costOf(a.quote) - costOf(b.quote));
  const rates = cheapestFirst.map(({ card, quote }) => ({
    rate_card_id: card.id,
    carrier: card.carrier,
    service: card.service,
    example: card.example,
    currency: card.currency,
    ...(quote.ok
      ? {
          amount_minor: safeNumber(quote.value.amount_minor),
          billed_g: quote.value.billed_g,
          explained: { zh: quote.value.explained_zh, en: quote.value.explained },
        }
      : { refused: quote.refusal.reason, message: quote.refusal.message }),
  }));
  res.json({ day, rates });
}

/** A card that does not take the parcel stands last. */
function costOf(quote: Result<RateQuote, Refusal>): number {
  return quote.ok ? safeNumber(quote.value.amount_minor) : Infinity;
}
