import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { GRADE_CODES, gradeWords, PRODUCE_CODES, produceWords } from "../../../lib/words";
import type VillageService from "../../../modules/village/service";
import { requireMember } from "../scope";

/** What a new pool may be of: the cooperative's villages, and the produce and grades that have a name. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, []);
  const villages: VillageService = req.scope.resolve("village");
  const own = (await villages.villages()).filter((one) => one.cooperative_ids.includes(cooperative_id));
  res.json({
    villages: own.map((one) => ({ id: one.id, name: { zh: one.name_zh, en: one.name_en } })),
    produce: PRODUCE_CODES.map((code) => ({ code, name: produceWords(code) })),
    grades: GRADE_CODES.map((code) => ({ code, name: gradeWords(code) })),
  });
}
