import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import { PRODUCE_CODES, produceWords } from "../../../../../lib/words";
import { requireWriter } from "../../facts";
import type { NewSeasonBody } from "../../validators";

/** When the village picks and sends what it grows, and of what else it could say so. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { village, villages } = await requireWriter(req);
  const seasons = await villages.seasons.ofDesk(village.id);
  const named = new Set(seasons.map((one) => one.produce));
  res.json({
    village,
    seasons: seasons.map(({ produce, picked_from, picked_to, sent_from, sent_to, version }) => ({
      produce,
      name: produceWords(produce),
      picked_from,
      picked_to,
      sent_from,
      sent_to,
      version,
    })),
    produce: PRODUCE_CODES.filter((code) => !named.has(code)).map((code) => ({ code, name: produceWords(code) })),
  });
}

/** One more season. Buyers see it now. */
export async function POST(req: AuthenticatedMedusaRequest<NewSeasonBody>, res: MedusaResponse): Promise<void> {
  const { by, villages } = await requireWriter(req);
  valueOf(await villages.seasons.add(by, req.validatedBody));
  res.status(201).json({ season: { produce: req.validatedBody.produce } });
}
