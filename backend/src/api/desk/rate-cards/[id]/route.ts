import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../lib/refusal";
import type ParcelService from "../../../../modules/parcel/service";
import { rateCardSheet } from "../../../../modules/parcel/write-sheets";
import { cardHead, nowAt } from "../../carriers/views";
import { namesOf } from "../../ledger/views";
import { requireMember } from "../../scope";

/** One card, as its sheet: what was entered, line by line. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const card = await parcels.rateCards.one(req.params.id ?? "", cooperative_id);
  if (!card) refuseWith("rate_card_not_found", "There is no such rate card of this cooperative.");
  const [{ today }, names] = await Promise.all([
    nowAt(req.scope, cooperative_id),
    namesOf(req.scope, { members: [card.made_by] }),
  ]);
  res.json({
    rate_card: {
      ...cardHead(card, today),
      made_by: card.made_by === null ? null : names.member(card.made_by),
      lines: rateCardSheet([card]),
    },
  });
}
