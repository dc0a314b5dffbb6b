import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type CooperativeService from "../../../modules/cooperative/service";

/** Which cooperatives a company can ask to let it in. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const all = await cooperatives.cooperatives();
  res.json({ cooperatives: all.map((one) => ({ id: one.id, name: { zh: one.name_zh, en: one.name_en } })) });
}
